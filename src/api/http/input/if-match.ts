/** If-Match (RFC 9110, 13.1.1): write only while the case stands where its reader saw it. */
import type { Request } from 'express';

/** A revision as `etag` writes it; JavaScript's whole numbers end at 15 safe digits. */
const REVISION = /^"(\d{1,15})"$/;
const TAG = /(?:W\/)?"[^"]*"/g;

/**
 * The revisions that the sender would write on; undefined where any will do (`*`, or no such header). Weak tags and those
 * of others are in nobody's list: an empty one matches nothing.
 */
export function revisionsToMatch(request: Request): readonly number[] | undefined {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '*') return undefined;
  const tags = header.match(TAG) ?? [];
  return tags.flatMap((tag) => REVISION.exec(tag)?.[1] ?? []).map(Number);
}
