/**
 * What can have happened to a binding request. Wire names and shapes are stable: a change of shape raises
 * `schemaVersion` in the metadata and adds an upcaster. Times are RFC 3339 UTC with milliseconds; each event that sets,
 * moves or ends a deadline carries the new absolute time. How an event is declared: domain/event-declaration/event.ts.
 */
import type { EventsOf } from '../event-declaration/event.js';
import type { DataOf } from '../event-declaration/fields.js';
import type { APPLICANT } from './events/fields.js';
import { OF_THE_ACCOUNT } from './events/of-the-account.js';
import { OF_THE_APPLICATION } from './events/of-the-application.js';
import { OF_THE_REQUEST } from './events/of-the-request.js';
import { OF_THE_REVIEW } from './events/of-the-review.js';
import type { EventMetadata } from './metadata.js';

export const BINDING_EVENTS = {
  ...OF_THE_REQUEST,
  ...OF_THE_APPLICATION,
  ...OF_THE_REVIEW,
  ...OF_THE_ACCOUNT,
} as const;

/** The data of each event, by its type. */
export interface BindingEvents extends EventsOf<typeof BINDING_EVENTS> {}

export type BindingEventType = keyof BindingEvents;

/** What the rules decide: a fact without its envelope. */
export type BindingEvent = {
  [T in BindingEventType]: { readonly type: T; readonly data: BindingEvents[T] };
}[BindingEventType];

/** An event as the rules and the read models see it once it is in the log. */
export type RecordedBindingEvent = BindingEvent & {
  readonly revision: number;
  readonly metadata: Pick<EventMetadata, 'commandId' | 'at' | 'actor'>;
};

export const CURRENT_SCHEMA_VERSION = 1;

export type SealedApplicant = DataOf<typeof APPLICANT>;
export type ChangedFields = BindingEvents['ApplicantAmended']['changed'];
export type ApplicantResult = BindingEvents['BindingRequestClosed']['results'][number];
export type ShiftedDeadline = BindingEvents['DeadlinesShifted']['applicants'][number];
