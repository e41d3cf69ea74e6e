import type { BindingEventType, RecordedBindingEvent } from '../events.js';
import type { BindingRequest } from '../state.js';

type Recorded<T extends BindingEventType> = Extract<RecordedBindingEvent, { readonly type: T }>;

/** What each event does to a request that exists. */
export type Changes = {
  readonly [T in BindingEventType]: (request: BindingRequest, event: Recorded<T>) => BindingRequest;
};
