/** Sends changes of the roster to open cases. The command id is derived from the roster version, so sending it twice has no effect. */
import type { Actor } from '../../../domain/binding/metadata.js';
import { setTimeout as pause } from 'node:timers/promises';
import { deriveId } from '../../../domain/ids.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { openCasesAfter } from '../../../projections/binding-case/binding-case-queries.js';
import { openCasesOf } from '../../../projections/student-binding/student-binding-queries.js';
import type { BindingGateway } from '../../adapters/temporal/binding-gateway.js';

const ROSTER: Actor = { id: 'system', role: 'system' };

/**
 * Tells the pupil's open cases that the roster has a newer entry; a case being opened concurrently reads the new entry itself.
 * @returns how many were told. @throws EngineUnavailable, OutcomeUnknown, DatabaseUnavailable: tell it again
 */
export async function tellOfRosterChange(
  db: SqlQuery,
  gateway: BindingGateway,
  { studentId, rosterVersion }: { readonly studentId: string; readonly rosterVersion: number },
  except?: string,
): Promise<number> {
  const cases = (await openCasesOf(db, studentId)).filter((requestId) => requestId !== except);
  for (const requestId of cases) {
    const commandId = deriveId(requestId, 'rosterChanged', rosterVersion);
    const data = { rosterVersion };
    await gateway.send({ type: 'RosterChanged', requestId, commandId, actor: ROSTER, channel: 'online', data });
  }
  return cases.length;
}

const PAGE = 200;

/**
 * Tells open cases that a day fell away, at most `perSecond` of them a second so that the day's work goes on beside it.
 * @param schoolId null: all schools. @param told called with how many were told. @throws as tellOfRosterChange
 */
export async function tellOfClosedDay(
  db: SqlQuery,
  gateway: BindingGateway,
  { day, schoolId }: { readonly day: string; readonly schoolId: string | null },
  perSecond: number,
  told: (cases: number) => void = () => undefined,
): Promise<number> {
  let cases = 0;
  for (let after = ''; ;) {
    const page = await openCasesAfter(db, schoolId, after, PAGE);
    for (const requestId of page) {
      await Promise.all([pause(1000 / perSecond), tellClosedDay(gateway, requestId, day)]);
      cases += 1;
      told(cases);
    }
    const last = page.at(-1);
    if (last === undefined) return cases;
    after = last;
  }
}

async function tellClosedDay(gateway: BindingGateway, requestId: string, closedDay: string): Promise<void> {
  const commandId = deriveId(requestId, 'shiftDeadlines', closedDay);
  await gateway.send({
    type: 'ShiftDeadlines',
    requestId,
    commandId,
    actor: ROSTER,
    channel: 'online',
    data: { closedDay },
  });
}
