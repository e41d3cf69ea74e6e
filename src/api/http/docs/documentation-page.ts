/** What the documentation page does in the browser, so that its examples work as they stand. Source text: it never runs here. */
import { EXAMPLE_KEY } from '../access/access.js';

/** Key of the example in the body of a submission. */
export const EXAMPLE_APPLICANT = '3f0d5a52-6a3c-5d0e-9a57-0a4b8f1c2d3e';

/** The example key sent as it stands would answer a second try with the first one's answer; nobody is the example applicant. */
export const FILL_IN = `(request) => {
  const { headers, body } = request;
  if (headers['Idempotency-Key'] === '${EXAMPLE_KEY}') headers['Idempotency-Key'] = window.crypto.randomUUID();
  if (typeof body === 'string' && window.shownApplicants)
    request.body = body.replace(/\\{\\s*"${EXAMPLE_APPLICANT}":\\s*\\d+\\s*\\}/, JSON.stringify(window.shownApplicants));
  return request;
}`;

/** The applicants of the case that was shown last, as a submission names them. */
export const REMEMBER = `(response) => {
  const shown = response.ok && response.body && response.body.applicants;
  if (Array.isArray(shown) && shown.length > 0)
    window.shownApplicants = Object.fromEntries(shown.map((one) => [one.id, one.dossierRevision]));
  return response;
}`;
