/** What each event does to the rows of the read models; the tables themselves are in the .int.spec files. */
import { describe, expect, it } from '@jest/globals';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { caseOf } from '../../projections/binding-case/case-document.js';
import * as b from '../domain/builders.js';
import { given, REQUEST } from './given-rows.js';
import { minutes, stream } from './streams.js';

const decided = [b.applicantApproved(), b.accountCreationStarted()];

function closed(outcome: 'completed' | 'rejected') {
  const state = outcome === 'completed' ? 'account-linked' : 'rejected';
  return b.bindingRequestClosed({ outcome, results: [{ applicantId: b.FATHER, state }] });
}

describe('binding_case', () => {
  it('says whose case it is and where it stands, in columns of its own', () => {
    const document = caseOf(stream(REQUEST, b.opened()));
    expect(document && bindingCase.headColumns(document)).toEqual({
      school_id: 'T99',
      class_id: 'T99-301',
      student_id: b.STUDENT,
      login_id: b.LOGIN,
      stage: 'student-info',
      outcome: null,
      closed: false,
      next_due_at: b.REMINDER,
      opened_at: minutes(0),
      updated_at: minutes(0),
    });
  });

  it('names the reminder of the review as the next thing due once it runs', () =>
    given(...b.sent).then('binding_case', { next_due_at: b.REVIEW_REMINDER }));

  it('names the account creation as the next thing due once it has begun', () =>
    given(...b.sent, ...decided).then('binding_case', { next_due_at: b.ACCOUNT_DUE }));

  it('has nothing due when the case is closed', () =>
    given(...b.sent, b.applicantRejected(), closed('rejected')).then('binding_case', {
      stage: 'closed',
      outcome: 'rejected',
      closed: true,
      next_due_at: null,
    }));
});

describe('review_inbox', () => {
  it('shows nothing before the first 送出申請', () => given(...b.bothFilled).then('review_inbox'));

  it('shows each applicant who was sent, with what a reviewer needs to choose', () =>
    given(...b.sent).then('review_inbox', {
      request_id: REQUEST,
      applicant_id: b.FATHER,
      school_id: 'T99',
      class_id: 'T99-301',
      case_number: b.opened().data.caseNumber,
      status: 'pending-review',
      review: 'pending-review',
      holder: 'class-teacher',
      decided_by: null,
      due_at: b.REVIEW,
      sent_at: minutes(4),
      dossier_revision: 4,
      relation: 'father',
      student: 'sealed-student',
      student_id: b.STUDENT,
      applicant_name: 'sealed-name-father',
      revision: 4,
    }));

  it('leaves out the second parent who was not sent yet', () =>
    given(...b.bothFilled, b.signedConsentSent()).then('review_inbox', { applicant_id: b.FATHER }));

  it('hands an escalated case to the next holder with the new due time', () =>
    given(...b.sent, b.reviewEscalated()).then('review_inbox', {
      holder: 'registrar',
      due_at: b.SECOND_REVIEW,
      dossier_revision: 4,
      revision: 5,
    }));

  it('keeps a decided applicant in sight, without a holder and with the role that decided', () =>
    given(...b.sent, { events: decided, actor: b.registrar }).then('review_inbox', {
      status: 'account-creating',
      review: 'approved',
      holder: null,
      due_at: null,
      decided_by: 'registrar',
    }));
});

describe('command_outcome', () => {
  it('is accepted, at the revision of the last event of the command', () =>
    given(...b.sent, { events: decided, commandId: 'approve-1', actor: b.teacher }).then('command_outcome', {
      command_id: 'approve-1',
      request_id: REQUEST,
      applicant_id: b.FATHER,
      actor_id: b.teacher.id,
      status: 'accepted',
      code: null,
      revision: 6,
      at: minutes(5),
    }));

  it('is refused with its code', () => {
    const refused = b.reviewDecisionRefused({ code: 'dossier-changed' });
    given(...b.sent, { events: [refused], commandId: 'approve-2', actor: b.teacher }).then('command_outcome', {
      command_id: 'approve-2',
      status: 'refused',
      code: 'dossier-changed',
      revision: 5,
    });
  });
});

describe('student_binding', () => {
  it('names the person and no account until there is one', () =>
    given(...b.sent, ...decided).then('student_binding', {
      student_id: b.STUDENT,
      person_ref: 'person-father',
      request_id: REQUEST,
      applicant_id: b.FATHER,
      account_id: null,
      status: 'account-creating',
      since: minutes(6),
      revision: 6,
    }));

  it('names the account once it was created or linked, and since when', () =>
    given(...b.sent, ...decided, b.accountLinked(), closed('completed')).then('student_binding', {
      account_id: 'account-of-before',
      status: 'account-linked',
      since: minutes(7),
      revision: 8,
    }));

  it('keeps the date of one parent when something happens to the other', () =>
    given(...b.bothSent, b.applicantRejected({ applicantId: b.MOTHER })).then(
      'student_binding',
      { applicant_id: b.FATHER, status: 'pending-review', since: minutes(4) },
      { applicant_id: b.MOTHER, status: 'rejected', since: minutes(5) },
    ));
});
