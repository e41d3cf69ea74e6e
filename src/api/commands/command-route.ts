/** What the documentation says of every write on a case. */
export const CASE_ID = { id: { description: 'Id of the case, as POST /bindings answers it.' } } as const;
export const APPLICANT_ID = {
  ...CASE_ID,
  applicantId: { description: 'Id of the applicant, as the case shows it.' },
} as const;
export const WRITTEN = {
  200: { says: 'Done. `ETag` is the new revision; read the case with `?min_revision=`.', schema: 'Accepted' },
} as const;
export const WRITE_PROBLEMS = [
  'not-found',
  'log-unavailable',
  'wrong-stage',
  'engine-unavailable',
  'outcome-unknown',
] as const;
