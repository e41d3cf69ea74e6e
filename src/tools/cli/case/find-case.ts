import { requestIdPrefix } from '../../../../domain/binding/identifiers.js';
import { requestIdsWith } from '../../../../projections/one-case/one-case-queries.js';
import { bindingStream } from '../../../../workflows/names.js';
import { CommandFailed } from '../failure.js';
import type { OpenedSystem } from '../system.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Two cases with the same first 40 bits are as good as impossible; a third is not looked for. */
const MOST = 3;

/** @param text an id or a case number, as `T99-7F3K9Q2M`. @throws CommandFailed for what is neither, or not found */
export async function requestIdFor(system: Pick<OpenedSystem, 'db'>, text: string): Promise<string> {
  const id = text.trim().toLowerCase().replace(bindingStream('').toLowerCase(), '');
  if (UUID.test(id)) return id;
  const prefix = requestIdPrefix(text);
  if (prefix === undefined) throw new CommandFailed(`${text} is no case number (as T99-7F3K9Q2M) and no id of a case`);
  const found = await requestIdsWith(system.db, prefix, MOST);
  const [requestId] = found;
  if (requestId === undefined) {
    throw new CommandFailed(
      `no case has the number ${text}; if the audit trail is behind (projections list), give the id of the case`,
    );
  }
  if (found.length > 1) throw new CommandFailed(`${text} fits ${found.join(' and ')}: give one of these ids`);
  return requestId;
}
