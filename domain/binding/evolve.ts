import type { BindingEventType, BindingEvents, RecordedBindingEvent } from './events.js';
import type { Changes } from './evolve/changes.js';
import { counted } from './family-bound.js';
import { withFamilyClock } from './evolve/family-clock.js';
import { ofTheApplicants } from './evolve/of-the-applicants.js';
import { ofTheRequest } from './evolve/of-the-request.js';
import type { BindingRequest, BindingState } from './state.js';

/** State after the event. Total: an unknown type leaves the state as it is. Never reads a sealed value. */
export function evolve(state: BindingState, event: RecordedBindingEvent): BindingState {
  if (state === null) return event.type === 'BindingRequestOpened' ? begun(event) : null;
  const changed = Object.hasOwn(changes, event.type) ? changedBy(state, event) : state;
  return counted(enteredAtTheCounter(changed, event), event);
}

type Opening = Extract<RecordedBindingEvent, { readonly type: 'BindingRequestOpened' }>;

const changes: Changes = { ...ofTheRequest, ...ofTheApplicants };

function begun(event: Opening): BindingRequest {
  return counted(enteredAtTheCounter(opened(event.data), event), event);
}

function changedBy(request: BindingRequest, event: RecordedBindingEvent): BindingRequest {
  const apply = changes[event.type] as (request: BindingRequest, event: RecordedBindingEvent) => BindingRequest;
  return apply(request, event);
}

function opened(data: BindingEvents['BindingRequestOpened']): BindingRequest {
  const { caseNumber, schoolId, studentId, classId, loginId, channel, policyVersion, rosterVersion } = data;
  const request: BindingRequest = {
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
