/** What each event does to the rows of the smaller read models; the tables themselves are in the .int.spec files. */
import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../eventstore/port.js';
import { readBindingEvent } from '../../projections/folding/binding-events.js';
import { bindingCase } from '../../projections/binding-case/binding-case.js';
import { commandOutcome } from '../../projections/command-outcome/command-outcome.js';
import type { Folds, HeadColumns } from '../../projections/folding/folded-read-model.js';
import { reviewInbox } from '../../projections/review-inbox/review-inbox.js';
import { studentBinding } from '../../projections/student-binding/student-binding.js';
import * as b from '../domain/builders.js';
import { minutes, stream } from './streams.js';

const REQUEST = 'request-1';
const decided = [b.applicantApproved(), b.accountCreationStarted()];

function fold<State, Head extends HeadColumns, Row>(
  model: Folds<State, Head, Row>,
  events: readonly StoredEvent[],
): State {
  const state = events.map(readBindingEvent).reduce<State | null>((before, event) => model.fold(before, event), null);
  if (state === null) throw new Error('no events');
  return state;
}

function rows<State, Head extends HeadColumns, Row>(model: Folds<State, Head, Row>, events: readonly StoredEvent[]) {
  return model.rowsOf?.(fold(model, events)) ?? [];
}

function columns(events: readonly StoredEvent[]) {
  return bindingCase.headColumns(fold(bindingCase, events));
}

describe('the columns of a case', () => {
  it('say whose case it is and where it stands', () =>
    expect(columns(stream(REQUEST, b.opened()))).toEqual({
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
    }));

  it('name the reminder of the review as the next thing due once it runs, then the account creation', () => {
    expect(columns(stream(REQUEST, ...b.sent)).next_due_at).toBe(b.REVIEW_REMINDER);
    expect(columns(stream(REQUEST, ...b.sent, ...decided)).next_due_at).toBe(b.ACCOUNT_DUE);
  });

  it('have nothing due when the case is closed', () =>
    expect(columns(stream(REQUEST, ...b.sent, b.applicantRejected(), closed('rejected')))).toMatchObject({
      stage: 'closed',
      outcome: 'rejected',
      closed: true,
      next_due_at: null,
    }));
});

function closed(outcome: 'completed' | 'rejected') {
  const state = outcome === 'completed' ? 'account-linked' : 'rejected';
  return b.bindingRequestClosed({ outcome, results: [{ applicantId: b.FATHER, state }] });
}

describe('the inbox of reviewers', () => {
  it('shows nothing before the first 送出申請', () =>
    expect(rows(reviewInbox, stream(REQUEST, ...b.bothFilled))).toEqual([]));

  it('shows each applicant who was sent, with what a reviewer needs to choose', () =>
    expect(rows(reviewInbox, stream(REQUEST, ...b.sent))).toEqual([
      {
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
      },
    ]));

  it('leaves out the second parent who was not sent yet', () => {
    const fatherOnly = b.signedConsentSent();

    expect(rows(reviewInbox, stream(REQUEST, ...b.bothFilled, fatherOnly)).map((row) => row.applicant_id)).toEqual([
      b.FATHER,
    ]);
  });

  it('hands an escalated case to the next holder with the new due time', () =>
    expect(rows(reviewInbox, stream(REQUEST, ...b.sent, b.reviewEscalated()))).toMatchObject([
      { holder: 'registrar', due_at: b.SECOND_REVIEW, dossier_revision: 4, revision: 5 },
    ]));

  it('keeps a decided applicant in sight, with nobody holding it and the role that decided', () =>
    expect(rows(reviewInbox, stream(REQUEST, ...b.sent, { events: decided, actor: b.registrar }))).toMatchObject([
      { status: 'account-creating', review: 'approved', holder: null, due_at: null, decided_by: 'registrar' },
    ]));
});

describe('the outcome of a command', () => {
  it('is accepted, at the revision of its last event', () => {
    const approved = { events: decided, commandId: 'approve-1', actor: b.teacher };

    expect(rows(commandOutcome, stream(REQUEST, ...b.sent, approved))).toEqual([
      {
        command_id: 'approve-1',
        request_id: REQUEST,
        applicant_id: b.FATHER,
        actor_id: b.teacher.id,
        status: 'accepted',
        code: null,
        revision: 6,
        at: minutes(5),
      },
    ]);
  });

  it('is refused with its code', () => {
    const refused = {
      events: [b.reviewDecisionRefused({ code: 'dossier-changed' })],
      commandId: 'approve-2',
      actor: b.teacher,
    };

    expect(rows(commandOutcome, stream(REQUEST, ...b.sent, refused))).toMatchObject([
      { command_id: 'approve-2', status: 'refused', code: 'dossier-changed', revision: 5 },
    ]);
  });
});

describe('the bindings of a pupil', () => {
  it('name the person and, until there is one, no account', () =>
    expect(rows(studentBinding, stream(REQUEST, ...b.sent, ...decided))).toEqual([
      {
        student_id: b.STUDENT,
        person_ref: 'person-father',
        request_id: REQUEST,
        applicant_id: b.FATHER,
        account_id: null,
        status: 'account-creating',
        since: minutes(6),
        revision: 6,
      },
    ]));

  it('name the account once it was created or linked, and since when', () => {
    const history = stream(REQUEST, ...b.sent, ...decided, b.accountLinked(), closed('completed'));

    expect(rows(studentBinding, history)).toMatchObject([
      { account_id: 'account-of-before', status: 'account-linked', since: minutes(7), revision: 8 },
    ]);
  });

  it('do not change their date when something happens to the other parent', () => {
    const history = stream(REQUEST, ...b.bothSent, b.applicantRejected({ applicantId: b.MOTHER }));

    expect(rows(studentBinding, history)).toMatchObject([
      { applicant_id: b.FATHER, status: 'pending-review', since: minutes(4) },
      { applicant_id: b.MOTHER, status: 'rejected', since: minutes(5) },
    ]);
  });
});
