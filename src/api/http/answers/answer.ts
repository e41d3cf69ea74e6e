/** An answer with a status, headers and a body of its own; what a command's row stores and a controller returns. */
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Response } from 'express';

export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** `"12"`: the strong ETag of a case is its revision. */
export function etag(revision: number): { readonly ETag: string } {
  return { ETag: `"${revision}"` };
}

/** Writes what a controller returned: an Answer with its status and headers, everything else as Nest does. */
export class AnsweringAdapter extends ExpressAdapter {
  override reply(response: Response, body: unknown, status?: number): unknown {
    if (!(body instanceof Answer)) return super.reply(response, body, status);
    if (body.status >= 400) response.type('application/problem+json');
    for (const [name, value] of Object.entries(body.headers)) response.setHeader(name, value);
    return super.reply(response, body.body, body.status);
  }
}
