/** Only the kind of an error: its text may quote what a person entered. SQLSTATE and the like say enough. */
export function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}
