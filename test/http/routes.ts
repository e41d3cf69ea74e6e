/** Every route that this release serves. */
export type Who =
  | 'anyone'
  | 'signed-in'
  | readonly ('parent' | 'guardian' | 'class-teacher' | 'registrar' | 'director' | 'auditor' | 'administrator')[];

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly who: Who;
  /** The star of the table. */
  readonly idempotent?: true;
}

const FAMILY = ['parent', 'registrar'] as const;
const REVIEWERS = ['class-teacher', 'registrar', 'director'] as const;
const IMPORTERS = ['registrar', 'administrator'] as const;
const STAFF = ['class-teacher', 'registrar', 'director', 'auditor', 'administrator'] as const;
const API = '/api/v1';

export const ROUTES: readonly Route[] = [
  { method: 'get', path: `${API}/districts`, who: 'anyone' },
  { method: 'get', path: `${API}/districts/{code}/schools`, who: 'anyone' },
  { method: 'post', path: `${API}/session`, who: 'anyone' },
  { method: 'get', path: `${API}/session`, who: 'anyone' },
  { method: 'delete', path: `${API}/session`, who: 'signed-in' },
  { method: 'get', path: `${API}/events`, who: 'signed-in' },
  { method: 'put', path: `${API}/session/role`, who: 'signed-in' },
  { method: 'put', path: `${API}/session/password`, who: 'signed-in' },
  { method: 'get', path: `${API}/services`, who: 'anyone' },
  { method: 'get', path: `${API}/me/services`, who: ['guardian'] },
  { method: 'delete', path: `${API}/me/services/{clientId}`, who: ['guardian'], idempotent: true },
  { method: 'put', path: `${API}/session/second-factor`, who: 'signed-in' },
  { method: 'post', path: `${API}/captchas`, who: 'anyone' },
  { method: 'get', path: `${API}/me/sessions`, who: 'signed-in' },
  { method: 'delete', path: `${API}/me/sessions`, who: 'signed-in' },
  { method: 'delete', path: `${API}/me/sessions/{id}`, who: 'signed-in' },
  { method: 'post', path: `${API}/me/second-factor`, who: STAFF },
  { method: 'put', path: `${API}/me/second-factor`, who: STAFF },
  { method: 'delete', path: `${API}/me/second-factor`, who: STAFF },
  { method: 'post', path: `${API}/admin/second-factors/{account}/reset`, who: ['administrator'], idempotent: true },
  {
    method: 'post',
    path: `${API}/admin/second-factors/{account}/reset/confirmation`,
    who: ['administrator'],
    idempotent: true,
  },
  { method: 'post', path: `${API}/password-resets`, who: 'anyone' },
  { method: 'put', path: `${API}/password-resets/{token}`, who: 'anyone' },
  { method: 'post', path: `${API}/bindings`, who: FAMILY, idempotent: true },
  { method: 'get', path: `${API}/bindings`, who: ['parent', ...REVIEWERS] },
  { method: 'get', path: `${API}/bindings/{id}`, who: ['parent', ...REVIEWERS] },
  { method: 'post', path: `${API}/bindings/{id}/student-info/confirmation`, who: FAMILY, idempotent: true },
  { method: 'post', path: `${API}/bindings/{id}/consent`, who: FAMILY, idempotent: true },
  { method: 'put', path: `${API}/bindings/{id}/application`, who: FAMILY, idempotent: true },
  { method: 'post', path: `${API}/bindings/{id}/submission`, who: FAMILY, idempotent: true },
  {
    method: 'post',
    path: `${API}/bindings/{id}/student-info/correction`,
    who: ['registrar', 'director'],
    idempotent: true,
  },
  { method: 'post', path: `${API}/bindings/{id}/student-info/keep`, who: ['registrar', 'director'], idempotent: true },
  { method: 'post', path: `${API}/bindings/{id}/student-info/dispute`, who: FAMILY, idempotent: true },
  { method: 'post', path: `${API}/bindings/{id}/recall`, who: FAMILY, idempotent: true },
  { method: 'post', path: `${API}/bindings/{id}/withdrawal`, who: FAMILY, idempotent: true },
  { method: 'patch', path: `${API}/bindings/{id}/applicants/{applicantId}`, who: FAMILY, idempotent: true },
  { method: 'post', path: `${API}/bindings/{id}/applicants/{applicantId}/email-proof`, who: FAMILY, idempotent: true },
  { method: 'put', path: `${API}/bindings/{id}/applicants/{applicantId}/email-proof`, who: FAMILY },
  { method: 'put', path: `${API}/bindings/{id}/draft`, who: FAMILY },
  { method: 'get', path: `${API}/bindings/{id}/draft`, who: FAMILY },
  { method: 'delete', path: `${API}/bindings/{id}/draft`, who: FAMILY },
  { method: 'get', path: `${API}/bindings/{id}/form`, who: FAMILY },
  {
    method: 'post',
    path: `${API}/bindings/{id}/applicants/{applicantId}/evidence`,
    who: FAMILY,
    idempotent: true,
  },
  { method: 'get', path: `${API}/bindings/{id}/applicants/{applicantId}/evidence`, who: ['parent', ...REVIEWERS] },
  {
    method: 'get',
    path: `${API}/bindings/{id}/applicants/{applicantId}/evidence/{evidenceId}`,
    who: ['parent', ...REVIEWERS],
  },
  {
    method: 'delete',
    path: `${API}/bindings/{id}/applicants/{applicantId}/evidence/{evidenceId}`,
    who: FAMILY,
    idempotent: true,
  },
  { method: 'get', path: `${API}/consent-texts/current`, who: 'anyone' },
  { method: 'get', path: `${API}/consent-texts/{version}`, who: 'anyone' },
  { method: 'get', path: `${API}/reviews`, who: REVIEWERS },
  { method: 'get', path: `${API}/reviews/decisions/{commandId}`, who: REVIEWERS },
  { method: 'get', path: `${API}/reviews/{bindingId}/applicants/{applicantId}/comparison`, who: REVIEWERS },
  {
    method: 'post',
    path: `${API}/reviews/{bindingId}/applicants/{applicantId}/approval`,
    who: REVIEWERS,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${API}/reviews/{bindingId}/applicants/{applicantId}/rejection`,
    who: REVIEWERS,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${API}/reviews/{bindingId}/applicants/{applicantId}/correction`,
    who: REVIEWERS,
    idempotent: true,
  },
  { method: 'post', path: `${API}/reviews/decisions`, who: REVIEWERS, idempotent: true },
  { method: 'post', path: `${API}/reviews/{bindingId}/take-over`, who: ['registrar'], idempotent: true },
  {
    method: 'post',
    path: `${API}/reviews/{bindingId}/paper-form`,
    who: ['class-teacher', 'registrar'],
    idempotent: true,
  },
  { method: 'post', path: `${API}/admin/applicants/{id}/account-retry`, who: ['administrator'], idempotent: true },
  {
    method: 'post',
    path: `${API}/admin/applicants/{id}/account-abandonment`,
    who: ['administrator'],
    idempotent: true,
  },
  { method: 'post', path: `${API}/roster/imports`, who: IMPORTERS, idempotent: true },
  { method: 'get', path: `${API}/roster/imports`, who: IMPORTERS },
  { method: 'get', path: `${API}/roster/imports/{id}`, who: IMPORTERS },
  { method: 'post', path: `${API}/roster/imports/{id}/confirmation`, who: IMPORTERS, idempotent: true },
  { method: 'get', path: `${API}/admin/parts`, who: ['administrator'] },
  { method: 'get', path: `${API}/admin/parked`, who: ['administrator'] },
  { method: 'post', path: `${API}/admin/parked/{id}/retry`, who: ['administrator'], idempotent: true },
  { method: 'post', path: `${API}/admin/rebuilds`, who: ['administrator'], idempotent: true },
  { method: 'get', path: `${API}/admin/rebuilds/{id}`, who: ['administrator'] },
  { method: 'get', path: `${API}/admin/cases`, who: ['administrator'] },
  {
    method: 'get',
    path: `${API}/statistics/binding-rate`,
    who: ['registrar', 'director', 'auditor', 'administrator'],
  },
  { method: 'get', path: `${API}/roster/export`, who: ['registrar'] },
  { method: 'get', path: `${API}/roster/students`, who: ['registrar'] },
  { method: 'get', path: `${API}/roster/students/{studentId}`, who: ['registrar'] },
  { method: 'put', path: `${API}/roster/students/{studentId}/restriction`, who: ['registrar'], idempotent: true },
  { method: 'delete', path: `${API}/roster/students/{studentId}/restriction`, who: ['registrar'], idempotent: true },
  { method: 'post', path: `${API}/roster/students/{studentId}/password-reset`, who: ['registrar'], idempotent: true },
  { method: 'get', path: `${API}/roster/staff`, who: ['registrar'] },
  { method: 'post', path: `${API}/roster/staff/{account}/password-reset`, who: ['registrar'], idempotent: true },
  { method: 'get', path: `${API}/roster/letters`, who: ['registrar'] },
  { method: 'get', path: `${API}/roster/classes`, who: ['registrar'] },
  { method: 'put', path: `${API}/roster/classes/{classId}/substitute`, who: ['registrar'], idempotent: true },
  { method: 'delete', path: `${API}/roster/classes/{classId}/substitute`, who: ['registrar'], idempotent: true },
  { method: 'get', path: `${API}/roster/conflicts`, who: ['registrar'] },
  { method: 'post', path: `${API}/roster/conflicts/{id}/resolution`, who: ['registrar'], idempotent: true },
  { method: 'get', path: `${API}/reason-codes`, who: 'anyone' },
  { method: 'get', path: `${API}/problems/{code}`, who: 'anyone' },
  { method: 'get', path: `${API}/audit/bindings`, who: ['auditor'] },
  { method: 'get', path: `${API}/audit/bindings/{id}/events`, who: ['auditor'] },
  { method: 'get', path: `${API}/audit/bindings/{id}/state`, who: ['auditor'] },
  { method: 'get', path: `${API}/audit/events`, who: ['auditor'] },
  { method: 'get', path: '/health/live', who: 'anyone' },
  { method: 'get', path: '/health/ready', who: 'anyone' },
];
