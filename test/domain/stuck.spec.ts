/** Where somebody would be stuck, or be told what is not so. */
import { describe, expect, it } from '@jest/globals';
import { allowedActions } from '../../domain/binding/allowed-actions.js';
import * as b from './builders.js';
import { given, requestAfter } from './given-when-then.js';

const NEWER = { version: '2026-11-01-r2', sha256: 'b'.repeat(64), since: '2026-09-01T00:00:00.000Z' };
const newer = { consentText: NEWER };
const again = b.answerConsent({ textVersion: NEWER.version });
const consentedAgain = b.consentGiven({ textVersion: NEWER.version, textSha256: NEWER.sha256 });
const left = { student: { ...b.facts().student!, enrolment: 'left' } } as const;

describe('a newer consent text', () => {
  it.each([
    ['before there is an application', b.consented],
    ['before it is sent', b.filled],
    ['while somebody has something to correct', [...b.sent, b.correctionRequested()]],
    ['after a recall', [...b.sent, b.applicationRecalled()]],
  ])('can be answered %s, and then it is sent with it', (_when, events) => {
    given(...events)
      .and(newer)
      .when(again)
      .then(consentedAgain);
    const { stage, consent } = requestAfter(...events, consentedAgain);
    expect([stage, consent?.textVersion]).toEqual([requestAfter(...events).stage, NEWER.version]);
  });

  it('lets the application be sent that was outdated before', () => {
    given(...b.filled)
      .and(newer)
      .when(b.signAndSend())
      .refused('text-outdated');
    given(...b.filled, consentedAgain)
      .and(newer)
      .when(b.signAndSend())
      .then(b.signedConsentSent({ textVersion: NEWER.version }));
  });

  it('starts no clock for a family that has nothing to send', () =>
    expect(requestAfter(...b.sent, b.correctionRequested(), consentedAgain)).not.toHaveProperty('expiresAt'));

  it.each([
    ['the current text was answered', b.filled, {}, b.answerConsent()],
    ['everything is with the school', b.sent, newer, again],
    ['the family would not join any more', b.filled, newer, b.answerConsent({ ...again.data, intent: 'not-joining' })],
  ] as const)('is not answered again where %s', (_where, events, known, command) =>
    given(...events)
      .and(known)
      .when(command)
      .refused('wrong-stage'),
  );

  it('is offered to the family on its page', () => {
    const viewer = { role: 'parent', textVersion: NEWER.version } as const;
    expect(allowedActions(requestAfter(...b.filled), viewer)).toContain('answer-consent');
    expect(allowedActions(requestAfter(...b.filled), { ...viewer, textVersion: b.TEXT })).not.toContain(
      'answer-consent',
    );
  });
});

describe('what comes on paper', () => {
  const register = { documents: ['household-register'] } as const;
  const waits = [...b.filled, b.signedConsentSent({ paperDueAt: b.CORRECTION, reviewDueAt: b.THIRD_REVIEW })];

  it('adds up, document by document', () => {
    given(...b.sent, b.paperFormReceived())
      .when(b.recordPaperForm({ documents: ['application-form', 'household-register'] }))
      .then({ type: 'PaperFormReceived', data: { applicantId: b.FATHER, ...register } });
    const both = requestAfter(...b.sent, b.paperFormReceived(), b.paperFormReceived(register));
    expect(both.applicants[0]?.paperForm?.documents).toEqual(['application-form', 'household-register']);
  });

  it('ends the wait for the form only by the form', () => {
    const first = { type: 'PaperFormReceived', data: { applicantId: b.FATHER, ...register } } as const;
    given(...waits)
      .and({ asksForPaper: true })
      .when(b.recordPaperForm(register))
      .then(first);
    expect(requestAfter(...waits, first).applicants[0]?.paperDueAt).toBe(b.CORRECTION);
    given(...waits, first)
      .and({ asksForPaper: true })
      .when(b.approve())
      .refused('evidence-missing', b.reviewDecisionRefused({ code: 'evidence-missing' }));
    given(...waits, first)
      .and({ asksForPaper: true })
      .when(b.recordPaperForm())
      .then(b.paperFormReceived({ reviewDueAt: b.REVIEW, remindAt: b.REVIEW_REMINDER }));
  });

  it('answers a correction that asked for evidence', () => {
    const asked = [...b.sent, b.correctionRequested({ fields: ['evidence'] })];
    given(...asked, b.paperFormReceived(register))
      .when(b.signAndSend({ dossierRevisions: { [b.FATHER]: 4 } }))
      .then(b.signedConsentSent({ dossierRevisions: { [b.FATHER]: 4 } }));
  });
});

describe('a correction that asks for evidence', () => {
  it('is not answered by taking a piece away', () => {
    const asked = [
      ...b.filled,
      b.evidenceAdded(),
      b.signedConsentSent(),
      b.correctionRequested({ fields: ['evidence'] }),
    ];
    given(...asked, b.evidenceRemoved())
      .when(b.signAndSend({ dossierRevisions: { [b.FATHER]: 7 } }))
      .refused('nothing-corrected');
  });
});

describe('whoever was rejected, or came too late, while the other one waits', () => {
  it.each([
    ['rejected', b.applicantRejected()],
    ['expired', b.applicantExpired({ kind: 'paper-form' })],
  ])('%s may be drafted again, with a clock of its own', (_how, ended) => {
    const amended = b.applicantAmended({ expiresAt: b.UNFINISHED, remindAt: b.REMINDER });
    given(...b.bothSent, ended)
      .when(b.amendApplicant())
      .then(amended);
    const { expiresAt, applicants } = requestAfter(...b.bothSent, ended, amended);
    expect(expiresAt).toBe(b.UNFINISHED);
    expect(applicants[0]).toMatchObject({ status: 'drafted', dossierRevision: 6 });
    expect(applicants[0]).not.toHaveProperty('reasonCode');
    expect(applicants[0]).not.toHaveProperty('expiredBy');
  });

  it('may not once the case is closed', () =>
    given(...b.sent, b.applicantRejected(), b.bindingRequestClosed({ outcome: 'rejected', results: [] }))
      .when(b.amendApplicant())
      .refused('wrong-state'));
});

describe('what one guardian is told of the other', () => {
  const motherSent = [
    ...b.bothFilled,
    b.signedConsentSent({ applicantIds: [b.MOTHER], dossierRevisions: { [b.MOTHER]: 3 } }),
  ];

  it.each([
    ['the same person', { personRef: 'person-mother', idNumber: 'sealed' }],
    ['the same address', { emailRef: 'email-mother', email: 'sealed' }],
  ])('is nothing once that one was sent: %s is accepted, and the reviewer decides', (_what, changed) =>
    given(...motherSent)
      .when(b.amendApplicant({ changed }))
      .then(b.applicantAmended({ changed, expiresAt: b.UNFINISHED, remindAt: b.REMINDER })),
  );
});

describe('a command about somebody who is not there', () => {
  it('withdraws no request, before there is an applicant as after it', () => {
    for (const applicantIds of [['nobody'], []]) {
      given(...b.consented)
        .when(b.withdraw({ applicantIds }))
        .refused('wrong-state');
      given(...b.sent)
        .when(b.withdraw({ applicantIds }))
        .refused('wrong-state');
    }
  });

  it('leaves no trace where it is a decision', () => {
    for (const events of [b.consented, b.sent])
      given(...events)
        .when(b.approve({ applicantId: 'nobody' }))
        .refused('wrong-state');
  });
});

describe('a pupil who has left', () => {
  it('is neither applied for nor decided about; rights come first', () => {
    given(...b.filled)
      .and(left)
      .when(b.signAndSend())
      .refused('student-left');
    given(...b.sent)
      .and(left)
      .when(b.approve())
      .refused('student-left', b.reviewDecisionRefused({ code: 'student-left' }));
    given(...b.sent)
      .and({ ...left, actor: { grants: [], tied: false } })
      .when(b.approve())
      .refused('not-your-class', b.reviewDecisionRefused({ code: 'not-your-class' }));
  });
});
