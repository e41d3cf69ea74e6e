/** Signs in over HTTP, as a browser does. */
import { NEW_PASSWORD } from '../../src/demo/family.js';
import { DEMO_STAFF_PASSWORD, demoParentAccount, type DemoPupil } from '../../src/registry/demo-data.js';

/** @returns the cookie of a session of the pupil's parent login, past the forced change of its first password */
export async function signInParent(address: string, pupil: DemoPupil): Promise<string> {
  const cookie = await signIn(address, pupil.schoolId, demoParentAccount(pupil), pupil.idNumber);
  await send(
    address,
    'PUT',
    '/session/password',
    { currentPassword: pupil.idNumber, newPassword: NEW_PASSWORD },
    cookie,
  );
  return cookie;
}

/** @returns the cookie of a session of staff of the demo data */
export function signInStaff(address: string, schoolId: string, account: string): Promise<string> {
  return signIn(address, schoolId, account, DEMO_STAFF_PASSWORD);
}

async function signIn(address: string, schoolId: string, account: string, password: string): Promise<string> {
  const response = await send(address, 'POST', '/session', { schoolId, account, password });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function send(address: string, method: string, path: string, body: object, cookie = ''): Promise<Response> {
  const response = await fetch(`${address}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
  return response;
}
