import type { IncomingMessage } from 'node:http';

/** A form of these pages has a few short fields. */
const MOST_BYTES = 16 * 1024;

export type Form = { readonly fields: URLSearchParams } | { readonly refused: 'too-large' | 'wrong-type' };

/** Reads what a form of plain HTML sends. */
export async function readForm(request: IncomingMessage): Promise<Form> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return { refused: 'wrong-type' };
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) return { refused: 'too-large' };
    parts.push(part);
  }
  return { fields: new URLSearchParams(Buffer.concat(parts).toString('utf8')) };
}
