/** One case as a page, an answer or an auditor needs it: the state of the rules, and the sealed values that the rules never read. */
import { present } from '../../domain/present.js';
import { isKnownType } from '../../domain/binding/stored-events/event-shapes.js';
import { BINDING_EVENTS, type BindingEventType, type RecordedBindingEvent } from '../../domain/binding/events.js';
import type { Fields } from '../../domain/event-declaration/fields.js';
import type { Instant } from '../../domain/calendar/instants.js';
import type { Sealed } from '../../domain/sealed.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { BindingRequest } from '../../domain/binding/state.js';
import type { Role } from '../../domain/binding/vocabulary.js';
import type { StoredEvent } from '../../eventstore/port.js';
import { readBindingEvent, type BindingStreamEvent } from '../folding/binding-events.js';
import { PoisonEvent } from '../folding/read-model.js';

export interface CaseDocument {
  readonly requestId: string;
  /** Revision of the last event in it. */
  readonly revision: number;
  readonly state: BindingRequest;
  /** Sealed JSON {name, number}; stream of the request, subject studentId, field `student`. */
  readonly student: Sealed;
  /** By applicantId: those of the current application. Subject applicantId. */
  readonly applicants: Readonly<Record<string, CaseApplicant>>;
  /** What the family last said to be wrong with the student's data; subject studentId, field `disputeNote`. */
  readonly disputeNote?: Sealed;
  /** Why the school kept them all the same; field `keepNote`. */
  readonly keepNote?: Sealed;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  /** Oldest first; types that this release does not know are left out. */
  readonly history: readonly HistoryEntry[];
}

export interface CaseApplicant {
  readonly name: Sealed;
  readonly idNumber: Sealed;
  readonly mobile: Sealed;
  readonly email: Sealed;
  /** What the reviewer wrote with the last decision; field `note`. */
  readonly note?: Sealed;
  readonly lastEvent: { readonly type: BindingEventType; readonly at: Instant; readonly revision: number };
}

export interface HistoryEntry {
  readonly at: Instant;
  readonly revision: number;
  readonly type: BindingEventType;
  readonly role: Role;
  /** The applicant it is about, where it is about one. */
  readonly applicantId?: string;
  /** Codes for the sentence, under their names in the event, and `dueAt`: what the event's declaration gives to the history. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The case after the event; `null` before BindingRequestOpened. Pure, and total for what `readBindingEvent` lets through.
 * @throws PoisonEvent `not-opened` for any other first event.
 */
export function foldCase(before: CaseDocument | null, event: BindingStreamEvent): CaseDocument {
  const state = evolve(before?.state ?? null, event);
  if (state === null) throw new PoisonEvent('not-opened');
  const at = event.metadata.at;
  return {
    requestId: event.requestId,
    revision: event.revision,
    state,
    student: 'student' in event.data ? event.data.student : (before?.student ?? ''),
    applicants: foldApplicants(before?.applicants ?? {}, event),
    ...foldDispute(before, event),
    openedAt: before?.openedAt ?? at,
    updatedAt: at,
    history: isKnownType(event.type) ? [...(before?.history ?? []), ...entries(event)] : (before?.history ?? []),
  };
}

/** The case as the given events, from revision 0 on, leave it; `null` for no events. @throws PoisonEvent */
export function caseOf(events: readonly StoredEvent[]): CaseDocument | null {
  const history: HistoryEntry[] = [];
  let document: CaseDocument | null = null;
  for (const event of events) {
    // The history is collected beside the fold: to copy it for each event would take the square of their number.
    document = foldCase(document && { ...document, history: [] }, readBindingEvent(event));
    history.push(...document.history);
  }
  return document && { ...document, history };
}

/** A new dispute removes the answer to the previous one. */
function foldDispute(
  before: Pick<CaseDocument, 'disputeNote' | 'keepNote'> | null,
  { type, data }: RecordedBindingEvent,
): Pick<CaseDocument, 'disputeNote' | 'keepNote'> {
  if (type === 'StudentInfoDisputed') return { disputeNote: data.note };
  const { disputeNote, keepNote } = before ?? {};
  const kept = type === 'StudentInfoKept' ? data.note : keepNote;
  return { ...present({ disputeNote, keepNote: kept }) };
}

function foldApplicants(
  before: Readonly<Record<string, CaseApplicant>>,
  event: RecordedBindingEvent,
): Readonly<Record<string, CaseApplicant>> {
  const lastEvent = { type: event.type, at: event.metadata.at, revision: event.revision };
  if (event.type === 'ApplicationFilled') {
    return Object.fromEntries(
      event.data.applicants.map(({ applicantId, name, idNumber, mobile, email }) => [
        applicantId,
        { name, idNumber, mobile, email, lastEvent },
      ]),
    );
  }
  const after = { ...before };
  for (const applicantId of applicantsOf(event)) {
    const applicant = before[applicantId];
    if (applicant) after[applicantId] = { ...withValues(applicant, event), lastEvent };
  }
  return after;
}

/** What the event says of the applicant's sealed values. The note of a correction goes with its sending. */
function withValues(applicant: CaseApplicant, event: RecordedBindingEvent): CaseApplicant {
  switch (event.type) {
    case 'ApplicantRejected':
    case 'CorrectionRequested': {
      const { note: _before, ...rest } = applicant;
      return { ...rest, ...(event.data.note !== undefined && { note: event.data.note }) };
    }
    case 'ApplicantAmended': {
      const { name, idNumber, mobile, email } = { ...applicant, ...event.data.changed };
      return { ...applicant, name, idNumber, mobile, email };
    }
    case 'SignedConsentSent': {
      const { note: _answered, ...rest } = applicant;
      return rest;
    }
    default:
      return applicant;
  }
}

function applicantsOf({ data }: RecordedBindingEvent): readonly string[] {
  if ('applicantIds' in data) return data.applicantIds;
  return 'applicantId' in data ? [data.applicantId] : [];
}

/** One line per event, or one per applicant where it names several. */
function entries(event: RecordedBindingEvent): readonly HistoryEntry[] {
  const { type, revision, metadata } = event;
  const entry = { at: metadata.at, revision, type, role: metadata.actor.role, params: paramsOf(event) };
  const applicants = applicantsOf(event);
  return applicants.length === 0 ? [entry] : applicants.map((applicantId) => ({ ...entry, applicantId }));
}

/** Which fields the history shows is declared with the event. */
function paramsOf({ type, data }: RecordedBindingEvent): Readonly<Record<string, string>> {
  const fields: Fields = BINDING_EVENTS[type].fields;
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(data) as [string, unknown][]) {
    const history = Object.hasOwn(fields, name) ? fields[name]?.history : undefined;
    if (history === undefined || typeof value !== 'string') continue;
    params[history === 'due' ? 'dueAt' : name] = value;
  }
  return params;
}
