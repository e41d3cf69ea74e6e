import type { BindingEventType, BindingEvents, RecordedBindingEvent } from './events.js';
import type { Changes } from './evolve/changes.js';
import { withFamilyClock } from './evolve/family-clock.js';
import { ofTheApplicants } from './evolve/of-the-applicants.js';
import { ofTheRequest } from './evolve/of-the-request.js';
import { STATE_VERSION, type BindingRequest, type BindingState } from './state.js';

/** State after the event. Total: an unknown type leaves the state as it is but for its commandId. Never reads a sealed value. */
export function evolve(state: BindingState, event: RecordedBindingEvent): BindingState {
  if (state === null) return event.type === 'BindingRequestOpened' ? begun(event) : null;
  const changed = Object.hasOwn(changes, event.type) ? changedBy(state, event) : state;
  return handled(enteredAtTheCounter(changed, event), event);
}

type Opening = Extract<RecordedBindingEvent, { readonly type: 'BindingRequestOpened' }>;

const changes: Changes = { ...ofTheRequest, ...ofTheApplicants };

function begun(event: Opening): BindingRequest {
  return handled(enteredAtTheCounter(opened(event.data), event), event);
}

function changedBy(request: BindingRequest, event: RecordedBindingEvent): BindingRequest {
  const apply = changes[event.type] as (request: BindingRequest, event: RecordedBindingEvent) => BindingRequest;
  return apply(request, event);
}

function opened(data: BindingEvents['BindingRequestOpened']): BindingRequest {
  const { caseNumber, schoolId, studentId, classId, loginId, channel, policyVersion, rosterVersion } = data;
  const request: BindingRequest = {
    stateVersion: STATE_VERSION,
    stage: 'student-info',
    caseNumber,
    schoolId,
    studentId,
    classId,
    loginId,
    channel,
    policyVersion,
    rosterVersion,
    applicants: [],
    reviewStarted: false,
    handled: {},
  };
  return withFamilyClock(request, data);
}

/** Acts of the family; where a registrar did them at the counter, that registrar does not decide. */
const FAMILY_ACTS: ReadonlySet<BindingEventType> = new Set<BindingEventType>([
  'BindingRequestOpened',
  'StudentInfoConfirmed',
  'ConsentGiven',
  'ApplicationFilled',
  'ApplicantAmended',
  'EvidenceAdded',
  'SignedConsentSent',
]);

function enteredAtTheCounter(request: BindingRequest, { type, metadata: { actor } }: RecordedBindingEvent) {
  const byStaff = request.channel === 'assisted' && actor.role === 'registrar' && FAMILY_ACTS.has(type);
  const before = request.enteredBy ?? [];
  return byStaff && !before.includes(actor.id) ? { ...request, enteredBy: [...before, actor.id] } : request;
}

/** Events of one command stand side by side in the stream, so its last one only moves `to`. */
function handled(request: BindingRequest, { revision, metadata }: RecordedBindingEvent): BindingRequest {
  const before = Object.hasOwn(request.handled, metadata.commandId) ? request.handled[metadata.commandId] : undefined;
  const place = { from: before?.from ?? revision, to: revision };
  return { ...request, handled: { ...request.handled, [metadata.commandId]: place } };
}
