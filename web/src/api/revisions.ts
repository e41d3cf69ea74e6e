/** How far we know each case to have come: a read waits until the server shows at least that. */
const reached = new Map<string, number>();

/** Call with the answer of each write on a case. */
export function noteRevision<Answer extends { readonly revision: number }>(caseId: string, accepted: Answer): Answer {
  reached.set(caseId, Math.max(accepted.revision, reached.get(caseId) ?? 0));
  return accepted;
}

/** For the query of `GET /bindings/{id}`. */
export function minRevision(caseId: string): { readonly min_revision?: number } {
  const seen = reached.get(caseId);
  return seen === undefined ? {} : { min_revision: seen };
}
