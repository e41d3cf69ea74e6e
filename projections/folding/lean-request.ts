/** What the smaller read models remember of a stream: the rules' own view. */
import type { Instant } from '../../domain/calendar/instants.js';
import type { Sealed } from '../../domain/sealed.js';
import { evolve } from '../../domain/binding/evolve.js';
import type { BindingRequest } from '../../domain/binding/state.js';
import type { BindingStreamEvent } from './binding-events.js';
import { PoisonEvent } from './read-model.js';

export interface LeanRequest {
  readonly requestId: string;
  readonly revision: number;
  readonly request: BindingRequest;
  readonly student: Sealed;
  readonly openedAt: Instant;
  /** By applicantId, those of the current application. */
  readonly applicants: Readonly<Record<string, LeanApplicant>>;
}

export interface LeanApplicant {
  readonly name: Sealed;
  /** When the status became what it is. */
  readonly since: Instant;
}

/** @throws PoisonEvent `not-opened` when the first event is not BindingRequestOpened. */
export function foldLean(before: LeanRequest | null, event: BindingStreamEvent): LeanRequest {
  const request = evolve(before && before.request, event);
  if (request === null) throw new PoisonEvent('not-opened');
  return {
    requestId: event.requestId,
    revision: event.revision,
    request,
    student: event.type === 'BindingRequestOpened' ? event.data.student : (before?.student ?? ''),
    openedAt: before?.openedAt ?? event.metadata.at,
    applicants: foldApplicants(before, request, event),
  };
}

function foldApplicants(
  before: LeanRequest | null,
  after: BindingRequest,
  event: BindingStreamEvent,
): Readonly<Record<string, LeanApplicant>> {
  const statusBefore = new Map(before?.request.applicants.map((one) => [one.applicantId, one.status]));
  const names = new Map(Object.entries(before?.applicants ?? {}).map(([id, { name }]) => [id, name]));
  if (event.type === 'ApplicationFilled') {
    for (const { applicantId, name } of event.data.applicants) names.set(applicantId, name);
  }
  return Object.fromEntries(
    after.applicants.map(({ applicantId, status }) => {
      const known = before?.applicants[applicantId];
      const since = known && statusBefore.get(applicantId) === status ? known.since : event.metadata.at;
      return [applicantId, { name: names.get(applicantId) ?? '', since }];
    }),
  );
}
