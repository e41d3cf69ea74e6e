import type { Response } from 'express';
import { etag } from './answer.js';

/** Of a read: which revision it shows, and whether that is older than the one that was asked for. */
export function tellRevision(response: Response, revision: number, minRevision?: number): void {
  response.setHeader('ETag', etag(revision).ETag);
  if (minRevision !== undefined && revision < minRevision) response.setHeader('Stale', 'true');
}
