/** What happens to a request off the plain path, one rule after the other in the order of docs/lifecycle.md. */
import { describe, expect, it } from '@jest/globals';
import { decide } from '../../domain/binding/decide.js';
import { deadlines } from '../../domain/binding/time/deadlines.js';
import * as b from './builders.js';
import { given, requestAfter } from './given-when-then.js';

const disputed = [b.opened(), b.studentInfoDisputed()];
const corrected = [...b.sent, b.correctionRequested()];
const touched = { applicantId: b.FATHER, changed: { mobile: 'sealed-mobile-new' } };
const creating = [...b.sent, b.applicantApproved(), b.accountCreationStarted()];
const taken = [...creating, b.applicantEmailTaken()];
const failed = [...creating, b.accountCreationFailed()];
const newEmail = { email: 'sealed-new', emailRef: 'email-new' };
const closed = (
  outcome: 'withdrawn' | 'student-left' | 'completed',
  state: 'withdrawn' | 'account-created' | 'abandoned',
) => b.bindingRequestClosed({ outcome, results: [{ applicantId: b.FATHER, state }] });
const student = b.facts().student!;

describe('a dispute about the student’s data', () => {
  it('asks the registrar and stops the family’s clock', () => {
    given(b.opened()).when(b.disputeStudentInfo()).then(b.studentInfoDisputed());
    expect(deadlines(requestAfter(...disputed))).toEqual([{ kind: 'dispute', dueAt: b.REVIEW }]);
    given(...disputed)
      .when(b.disputeStudentInfo())
      .refused('wrong-stage');
    given(...disputed)
      .when(b.confirmStudentInfo())
      .refused('wrong-stage');
    given(...b.confirmed)
      .when(b.disputeStudentInfo())
      .refused('wrong-stage');
  });

  it('is answered by the registrar, and the family has 30 days again', () => {
    const newer = { ...student, rosterVersion: 8 };
    given(...disputed)
      .and({ student: newer })
      .when(b.correctStudentInfo())
      .then(b.studentInfoCorrected());
    given(...disputed)
      .when(b.keepStudentInfo())
      .then(b.studentInfoKept());
    given(b.opened()).when(b.keepStudentInfo()).refused('wrong-stage');
    given(b.opened()).and({ student: newer }).when(b.correctStudentInfo()).then(b.studentInfoCorrected());
    given(...b.confirmed)
      .when(b.correctStudentInfo())
      .refused('wrong-stage');
    given(...disputed)
      .when(b.keepStudentInfo({}, { by: b.teacher }))
      .refused('not-your-class');
  });

  it('goes to the director, then to the administrator’s list, while the director may answer', () => {
    const up = b.disputeEscalated();
    given(...disputed)
      .when(b.keepStudentInfo({}, { by: b.director }))
      .refused('with-registrar');
    given(...disputed)
      .at(b.REVIEW)
      .when(b.passDeadline({ kind: 'dispute' }))
      .then(up);
    given(...disputed, up)
      .when(b.keepStudentInfo({}, { by: b.director }))
      .then(b.studentInfoKept());
    given(...disputed, up)
      .at(b.SECOND_REVIEW)
      .when(b.passDeadline({ kind: 'dispute', dueAt: b.SECOND_REVIEW }))
      .then({ type: 'DisputeEscalated', data: { holder: 'administrator', from: 'director' } });
  });
});

describe('recalling 修正', () => {
  it('brings the application back while 待審核, and the family may amend any field', () => {
    given(...b.sent)
      .when(b.recall())
      .then(b.applicationRecalled());
    given(...b.sent, b.applicationRecalled())
      .when(b.amendApplicant())
      .then(b.applicantAmended());
    const state = requestAfter(...b.sent, b.applicationRecalled());
    expect(state.applicants[0]).toMatchObject({ status: 'drafted', dossierRevision: 4 });
    expect(deadlines(state).map(({ kind }) => kind)).toEqual(['unfinished-reminder', 'unfinished']);
  });

  it('is too late after a decision, and too early before the sending', () => {
    given(...b.filled)
      .when(b.recall())
      .refused('wrong-state');
    given(...creating)
      .when(b.recall())
      .refused('already-decided');
    given(...b.sent)
      .when(b.recall({ applicantIds: ['nobody'] }))
      .refused('wrong-state');
  });
});

describe('a correction', () => {
  it('opens the fields asked for, and no other', () => {
    given(...b.sent)
      .when(b.requestCorrection())
      .then(b.correctionRequested());
    given(...corrected)
      .when(b.amendApplicant())
      .then({ type: 'ApplicantAmended', data: touched });
    given(...corrected)
      .when(b.amendApplicant({ changed: newEmail }))
      .refused('field-not-open');
    given(...b.sent)
      .when(b.amendApplicant())
      .refused('wrong-state');
    given(...b.filled)
      .when(b.amendApplicant({ changed: {} }))
      .refused('no-fields');
  });

  it('can be sent again when each field asked for was typed anew, and its clock starts again', () => {
    const again = b.signAndSend({ dossierRevisions: { [b.FATHER]: 6 } });
    given(...corrected)
      .when(b.signAndSend({ dossierRevisions: { [b.FATHER]: 4 } }))
      .refused('nothing-corrected');
    given(...corrected, { type: 'ApplicantAmended', data: touched })
      .when(again)
      .then(b.signedConsentSent({ dossierRevisions: { [b.FATHER]: 6 } }));
  });

  it('expires when the family does nothing', () =>
    given(...corrected)
      .at(b.CORRECTION)
      .when(b.passDeadline({ kind: 'correction', dueAt: b.CORRECTION }))
      .then(
        b.applicantExpired({ kind: 'correction' }),
        b.bindingRequestClosed({ outcome: 'expired', results: [{ applicantId: b.FATHER, state: 'expired' }] }),
      ));

  it.each([
    ['no-fields', { fields: [] }],
    ['reason-unknown', { reasonCode: 'no-such-reason' }],
    ['note-required', { reasonCode: 'other' }],
    ['dossier-changed', { dossierRevision: 3 }],
  ] as const)('is refused as %s, and that is recorded', (code, overrides) =>
    given(...b.sent)
      .when(b.requestCorrection(overrides))
      .refused(
        code,
        b.reviewDecisionRefused({ decision: 'request-correction', code, dossierRevision: 4, ...pick(overrides) }),
      ),
  );
});

function pick(overrides: object): { readonly dossierRevision?: number } {
  return 'dossierRevision' in overrides ? { dossierRevision: Number(overrides.dossierRevision) } : {};
}

describe('withdrawing 撤回', () => {
  it('ends the request before there is an applicant, also while disputed', () => {
    const ended = b.bindingRequestClosed({ outcome: 'withdrawn', results: [], reason: 'sealed-reason' });
    for (const events of [[b.opened()], disputed, b.confirmed, b.consented])
      given(...events)
        .when(b.withdraw({ reason: 'sealed-reason' }))
        .then(ended);
  });

  it('puts one applicant out and leaves the other', () => {
    given(...b.bothSent)
      .when(b.withdraw({ applicantIds: [b.FATHER] }))
      .then(b.applicantWithdrawn());
    given(...b.sent)
      .when(b.withdraw())
      .then(b.applicantWithdrawn(), closed('withdrawn', 'withdrawn'));
    given(...corrected)
      .when(b.withdraw())
      .then(b.applicantWithdrawn(), closed('withdrawn', 'withdrawn'));
  });

  it('comes too late for what was approved or is settled', () => {
    given(...creating)
      .when(b.withdraw())
      .refused('already-decided');
    given(...b.sent, b.applicantRejected())
      .when(b.withdraw({ applicantIds: [b.FATHER] }))
      .refused('wrong-state');
  });
});

describe('evidence and the paper form', () => {
  const other = b.applicationFilled({ mode: 'other-guardian', applicants: [b.applicant('grandfather')] });
  const otherSent = [...b.consented, other, b.signedConsentSent()];

  it('moves the dossier, so that nobody approves what was not on the screen', () => {
    given(...b.sent)
      .when(b.addEvidence())
      .then(b.evidenceAdded());
    given(...b.sent, b.evidenceAdded())
      .when(b.approve())
      .refused('dossier-changed', b.reviewDecisionRefused({ code: 'dossier-changed' }));
    given(...b.sent, b.evidenceAdded())
      .when(b.addEvidence())
      .nothing();
    given(...b.sent, b.evidenceAdded())
      .when(b.removeEvidence())
      .then(b.evidenceRemoved());
    given(...b.sent)
      .when(b.removeEvidence())
      .refused('wrong-state');
  });

  it('is at most ten pieces for an applicant', () => {
    const pieces = Array.from({ length: 10 }, (_, i) => b.evidenceAdded({ evidenceId: `piece-${i}` }));
    given(...b.sent, ...pieces)
      .when(b.addEvidence())
      .refused('too-much-evidence');
    given(...b.sent, ...pieces, b.evidenceRemoved({ evidenceId: 'piece-3' }))
      .when(b.addEvidence())
      .then(b.evidenceAdded());
  });

  it('is needed for a guardian who is no parent', () => {
    const missing = b.reviewDecisionRefused({ code: 'evidence-missing' });
    given(...otherSent)
      .when(b.approve())
      .refused('evidence-missing', missing);
    given(...otherSent, b.paperFormReceived())
      .when(b.approve())
      .refused('evidence-missing', missing);
    const proven = b.paperFormReceived({ documents: ['application-form', 'household-register'] });
    expect(decide(requestAfter(...otherSent, proven), b.approve(), b.facts({}, 'class-teacher'))).toMatchObject({
      events: [{ type: 'ApplicantApproved' }, { type: 'AccountCreationStarted' }],
    });
  });

  it('is recorded once, by the class teacher or the registrar', () => {
    // The review goes on as it was: nobody waited for the paper.
    const plainPaper = {
      type: 'PaperFormReceived',
      data: { applicantId: b.FATHER, documents: ['application-form'] },
    } as const;
    given(...b.sent)
      .when(b.recordPaperForm())
      .then(plainPaper);
    given(...b.sent, b.paperFormReceived())
      .when(b.recordPaperForm())
      .refused('already-recorded');
    given(...b.sent)
      .when(b.recordPaperForm({}, { by: b.director }))
      .refused('not-your-class');
    given(...b.filled)
      .when(b.recordPaperForm({}, { by: b.registrar }))
      .then({ type: 'PaperFormReceived', data: { applicantId: b.FATHER, documents: ['application-form'] } });
  });

  it('starts the review where the school asks for it, and its absence ends the application', () => {
    const decision = decide(requestAfter(...b.filled), b.signAndSend(), b.facts({ asksForPaper: true }));
    expect(decision.events[0]?.data).toMatchObject({ paperDueAt: b.CORRECTION });
    const waiting = [...b.filled, b.signedConsentSent({ paperDueAt: b.CORRECTION })];
    expect(deadlines(requestAfter(...waiting))).toEqual([{ kind: 'paper-form', dueAt: b.CORRECTION }]);
    given(...waiting)
      .and({ asksForPaper: true })
      .when(b.approve())
      .refused('evidence-missing', b.reviewDecisionRefused({ code: 'evidence-missing' }));
    given(...waiting)
      .when(b.recordPaperForm())
      .then(b.paperFormReceived({ reviewDueAt: b.REVIEW, remindAt: b.REVIEW_REMINDER }));
    expect(
      decide(
        requestAfter(...waiting),
        b.passDeadline({ kind: 'paper-form', dueAt: b.CORRECTION }),
        b.facts({ now: b.CORRECTION }),
      ).events[0],
    ).toEqual(b.applicantExpired({ kind: 'paper-form' }));
  });
});

describe('taking a review over', () => {
  it('is for the registrar, and gives five working days', () => {
    given(...b.sent)
      .when(b.takeOver())
      .then(b.reviewTakenOver());
    given(...b.sent, b.reviewTakenOver())
      .when(b.takeOver())
      .refused('wrong-state');
    given(...b.filled)
      .when(b.takeOver())
      .refused('wrong-stage');
    given(...b.sent)
      .when(b.takeOver({}, { by: b.teacher }))
      .refused('not-your-class');
    given(...b.sent)
      .and({ actor: { ...b.facts({}, 'registrar').actor, tied: true } })
      .when(b.takeOver())
      .refused('own-child');
  });
});

describe('whoever entered a request at the counter', () => {
  const byRegistrar = { by: b.registrar };

  it('does not decide it; a colleague does', () => {
    const state = [b.opened({ channel: 'assisted' }), ...b.sent.slice(1)];
    const entered = state.map((event) => event);
    const request = { ...requestAfter(...entered), enteredBy: [b.registrar.id] };
    const command = b.approve({}, byRegistrar);
    expect(decide(request, command, b.facts({}, 'registrar'))).toMatchObject({ refused: 'own-entry' });
    expect(decide(request, b.approve(), b.facts({}, 'class-teacher'))).not.toHaveProperty('refused');
  });
});

describe('an account that could not be created', () => {
  it('is tried again under the same id, or given up, by the administrator', () => {
    given(...failed)
      .when(b.retryAccount())
      .then(b.accountCreationStarted({ attempt: 2 }));
    given(...failed)
      .when(b.abandonAccount())
      .then(b.accountAbandoned(), closed('withdrawn', 'abandoned'));
    given(...creating)
      .when(b.retryAccount())
      .refused('wrong-state');
    given(...creating)
      .when(b.abandonAccount())
      .refused('wrong-state');
  });

  it('is begun again without another review when a taken address is replaced and proven', () => {
    given(...taken)
      .when(b.amendApplicant({ changed: newEmail }))
      .then({
        type: 'ApplicantAmended',
        data: { applicantId: b.FATHER, changed: newEmail },
      });
    given(...taken)
      .when(b.amendApplicant({ changed: { ...newEmail, emailRef: 'email-father' } }))
      .refused('nothing-corrected');
    given(...taken)
      .when(b.proveEmail())
      .refused('nothing-corrected');
    given(...taken, b.applicantAmended({ changed: newEmail }))
      .when(b.proveEmail({ emailRef: 'email-new' }))
      .then(b.emailProven({ emailRef: 'email-new', effectiveAt: b.NOW }), b.accountCreationStarted({ attempt: 2 }));
  });

  it('is proven for nothing else than the address that stands there', () => {
    given(...b.sent)
      .when(b.proveEmail())
      .then(b.emailProven());
    given(...b.sent, b.emailProven())
      .when(b.proveEmail())
      .nothing();
    given(...b.sent)
      .when(b.proveEmail({ emailRef: 'email-other' }))
      .refused('dossier-changed');
  });
});

describe('the roster', () => {
  it('brings the teacher of another class, with three working days at the least', () => {
    const moved = { ...student, classId: 'T99-302', rosterVersion: 8 };
    given(...b.sent)
      .and({ student: moved })
      .when(b.rosterChanged())
      .then(b.reviewReassigned());
    given(...b.sent)
      .and({ student: moved })
      .at('2026-11-06T02:00:00.000Z')
      .when(b.rosterChanged())
      .then(b.reviewReassigned({ reviewDueAt: '2026-11-11T15:59:59.999Z', remindAt: '2026-11-09T01:00:00.000Z' }));
    given(...b.sent)
      .when(b.rosterChanged())
      .nothing();
    given(...b.confirmed)
      .and({ student: moved })
      .when(b.rosterChanged())
      .then({
        type: 'ReviewReassigned',
        data: { applicantIds: [], holder: 'class-teacher', classId: 'T99-302', rosterVersion: 8 },
      });
  });

  it('ends what is unsettled when the student leaves', () => {
    const left = { ...student, enrolment: 'left' as const };
    const out = b.applicantWithdrawn({ ground: 'student-left' });
    given(...b.sent)
      .and({ student: left })
      .when(b.rosterChanged())
      .then(out, closed('withdrawn', 'withdrawn'));
    given(...b.filled)
      .and({ student: left })
      .when(b.rosterChanged())
      .then(out, closed('student-left', 'withdrawn'));
    given(b.opened())
      .and({ student: left })
      .when(b.rosterChanged())
      .then(b.bindingRequestClosed({ outcome: 'student-left', results: [] }));
  });
});

describe('an erasure', () => {
  it('puts an unsettled applicant out first, and is noted once, also on a closed case', () => {
    const out = b.applicantWithdrawn({ ground: 'erased' });
    given(...b.sent)
      .when(b.erase())
      .then(out, closed('withdrawn', 'withdrawn'), b.personalDataErased());
    given(...b.sent, b.personalDataErased())
      .when(b.erase())
      .nothing();
    given(...creating, b.accountCreated(), closed('completed', 'account-created'))
      .when(b.erase())
      .then(b.personalDataErased());
    given(...b.sent)
      .when(b.erase({ subjectId: 'nobody' }))
      .refused('wrong-state');
  });

  it('is followed by the news of an account that came too late, which changes nothing', () => {
    const events = [...creating, b.applicantWithdrawn({ ground: 'erased' }), closed('withdrawn', 'withdrawn')];
    given(...events)
      .when(b.recordAccount())
      .then(b.accountCreated());
    expect(requestAfter(...events, b.accountCreated()).applicants[0]).toMatchObject({ status: 'withdrawn' });
    given(...events, b.accountCreated())
      .when(b.recordAccount({}, { commandId: 'again' }))
      .nothing();
  });
});

describe('reminders', () => {
  it('come to the family after 7 and 21 days, and then no more', () => {
    given(b.opened())
      .at(b.REMINDER)
      .when(b.passDeadline({ kind: 'unfinished-reminder', dueAt: b.REMINDER }))
      .then(b.requestReminderDue());
    given(b.opened(), b.requestReminderDue())
      .at(b.SECOND_REMINDER)
      .when(b.passDeadline({ kind: 'unfinished-reminder', dueAt: b.SECOND_REMINDER }))
      .then({ type: 'RequestReminderDue', data: { kind: 'unfinished', nth: 2 } });
  });

  it('come to the reviewer each working day, ten at most', () => {
    const remind = b.passDeadline({ kind: 'review-reminder', dueAt: b.REVIEW_REMINDER });
    given(...b.sent)
      .at(b.REVIEW_REMINDER)
      .when(remind)
      .then(b.reviewReminderDue({ nextAt: '2026-11-04T01:00:00.000Z' }));
    given(...b.sent, b.reviewReminderDue({ nth: 9, nextAt: b.REVIEW_REMINDER }))
      .at(b.REVIEW_REMINDER)
      .when(remind)
      .then(b.reviewReminderDue({ nth: 10 }));
  });
});

describe('a reminder that comes after its deadline', () => {
  it('is not given any more', () => {
    given(b.opened())
      .at(b.UNFINISHED)
      .when(b.passDeadline({ kind: 'unfinished-reminder', dueAt: b.REMINDER }))
      .nothing();
    given(...b.sent)
      .at(b.REVIEW)
      .when(b.passDeadline({ kind: 'review-reminder', dueAt: b.REVIEW_REMINDER }))
      .nothing();
  });
});

describe('a day on which the offices were closed', () => {
  it('moves what runs over it in working days by one, and nothing else', () => {
    const known = { closures: [{ from: '2026-11-05', to: '2026-11-05' }] };
    given(...b.sent)
      .and(known)
      .when(b.shiftDeadlines())
      .then(b.deadlinesShifted({ applicants: [{ applicantId: b.FATHER, dueAt: '2026-11-10T15:59:59.999Z' }] }));
    given(...b.sent)
      .and({ closures: [{ from: '2026-11-07', to: '2026-11-07' }] })
      .when(b.shiftDeadlines({ closedDay: '2026-11-07' }))
      .nothing();
    given(...b.filled)
      .and(known)
      .when(b.shiftDeadlines())
      .nothing();
  });
});

describe('a consent text that a newer one has replaced', () => {
  const newer = { version: '2027-01-01-r1', sha256: 'ef'.repeat(32), since: '2026-10-01T00:00:00.000Z' };

  it('may be signed for 30 days more', () => {
    given(...b.filled)
      .and({ consentText: newer })
      .when(b.signAndSend())
      .refused('text-outdated');
    given(...b.filled)
      .and({ consentText: { ...newer, since: '2026-10-20T00:00:00.000Z' } })
      .when(b.signAndSend())
      .then(b.signedConsentSent());
  });
});
