/** What a registrar does with roster files, over HTTP. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Asking, Json, Person, Reply } from '../../http/person.js';

const IMPORTS = '/api/v1/roster/imports';

export function send(
  person: Person,
  file: string | Buffer,
  { query = '', name = 'students.csv', ...asking }: Asking & { query?: string; name?: string } = {},
): Promise<Reply> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(Buffer.from(file))]), name);
  return person.ask('POST', `${IMPORTS}${query}`, form, asking);
}

/** The import, once it has come to an end or waits. */
export async function outcome(person: Person, importId: string): Promise<Json> {
  for (;;) {
    const { body } = await person.get(`${IMPORTS}/${importId}`);
    if (body['status'] !== 'reading') return body;
    await pause(50);
  }
}

export async function bring(
  person: Person,
  file: string | Buffer,
  options: Parameters<typeof send>[2] = {},
): Promise<Json> {
  const { status, body } = await send(person, file, options);
  if (status !== 202) throw new Error(`the file was not taken: ${status} ${JSON.stringify(body)}`);
  return outcome(person, body['importId']!);
}
