/**
 * JSON of the event log or the database, as the type it was written as. TypeScript cannot know it; the writer does:
 * events are held to their declared shape before they are appended, rows are written by the code that reads them.
 */
export function parsed<T>(json: unknown): T {
  return json as T;
}
