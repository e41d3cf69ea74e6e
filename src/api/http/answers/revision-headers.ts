import type { Response } from 'express';
import { etag } from './answer.js';

/** Revision of the returned case, and whether it is older than the client asked for. */
export function tellRevision(response: Response, revision: number, minRevision?: number): void {
  response.setHeader('ETag', etag(revision).ETag);
  if (minRevision !== undefined && revision < minRevision) response.setHeader('Stale', 'true');
}
