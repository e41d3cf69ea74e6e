/** Methods as RFC 9110 sorts them. */

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Whether it may change something. */
export function isWrite(method: string): boolean {
  return WRITES.has(method);
}

/** Whether what comes with it is read: content of a GET or a DELETE has no meaning (RFC 9110, 9.3.1 and 9.3.5). */
export function hasBody(method: string): boolean {
  return WITH_BODY.has(method);
}
