import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './visitor.js';

/** The six digits of the last mail to the address. @throws when none comes in time */
export function latestCode(folder: string, address: string): Promise<string> {
  return eventually(
    `a mail to ${address}`,
    () => Promise.resolve(codesTo(folder, address).at(-1) ?? ''),
    (code) => code !== '',
  );
}

/** In the order of the names, which begin with the time. */
function codesTo(folder: string, address: string): readonly string[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((mail) => mail.includes(address))
    .flatMap((mail) => /\b\d{6}\b/u.exec(mail)?.[0] ?? []);
}
