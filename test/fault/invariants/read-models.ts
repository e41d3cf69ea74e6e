/** I4: each read model is the fold of the log, row by row. */
import { isDeepStrictEqual } from 'node:util';
import { readModelPositions } from '../../../projections/runner/read-model-positions.js';
import { caughtUp, expectedTables, tablesOf } from '../../projections/tables.js';
import type { Observer } from './observed.js';

/** A decision that waited may still come into the log between a look at the tables and one at the log. */
const MOST_LOOKS = 3;

/** Waits until the projector has caught up, up to 15 s; looks again where the log has grown meanwhile. */
export async function asTheLogTells(observer: Observer): Promise<string[]> {
  for (let looks = 1; ; looks += 1) {
    const before = await observer.log.head();
    const differences = await lookAt(observer);
    if (differences.length === 0 || looks === MOST_LOOKS || (await observer.log.head()) === before) return differences;
  }
}

async function lookAt({ db, log }: Observer): Promise<string[]> {
  try {
    await caughtUp(db, log);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('not caught up'))) throw error;
    const end = await log.head();
    const behind = (await readModelPositions(db)).filter(({ position }) => position !== end);
    return behind.map(({ readModel, parked }) => `${readModel} has not come to the end of the log, ${parked} parked`);
  }
  const [found, expected] = [await tablesOf(db), await expectedTables(log)];
  return Object.keys(expected).flatMap((table) => difference(table, found[table] ?? [], expected[table] ?? []));
}

type Row = Readonly<Record<string, unknown>>;

function difference(table: string, found: readonly Row[], expected: readonly Row[]): string[] {
  if (isDeepStrictEqual(found, expected)) return [];
  const at = expected.findIndex((row, i) => !isDeepStrictEqual(row, found[i]));
  const first = nameOf(expected[at] ?? found[expected.length] ?? {});
  return [`${table} has ${found.length} rows for ${expected.length}; the first that differs is ${first}`];
}

function nameOf(row: Row): string {
  const names = ['stream', 'request_id', 'applicant_id', 'command_id', 'revision'];
  return names.flatMap((name) => (row[name] === undefined ? [] : [`${name} ${row[name]}`])).join(' ');
}
