/** The family's clock, and the reminders of any clock, as the request remembers them. */
import type { Instant } from '../../calendar/instants.js';
import type { BindingRequest, Reminder } from '../state.js';

/** After the first sending the parent's clock runs only for those who are still drafted. */
export function stopIdleClock(request: BindingRequest): BindingRequest {
  return request.applicants.some(({ status }) => status === 'drafted') ? request : withoutFamilyClock(request);
}

export function withFamilyClock(
  request: BindingRequest,
  { expiresAt, remindAt }: { readonly expiresAt?: Instant; readonly remindAt?: Instant },
): BindingRequest {
  if (expiresAt === undefined) return request;
  return { ...withoutFamilyClock(request), expiresAt, ...remindedNext(0, remindAt) };
}

export function withoutFamilyClock({
  expiresAt: _expiresAt,
  reminder: _reminder,
  excusedUntil: _excused,
  ...request
}: BindingRequest): BindingRequest {
  return request;
}

/** How many there have been is kept after the last one: the next clock counts on. */
export function remindedNext(sent: number, at: Instant | undefined): { readonly reminder?: Reminder } {
  if (at === undefined && sent === 0) return {};
  return { reminder: { sent, ...(at !== undefined && { at }) } };
}
