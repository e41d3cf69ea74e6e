/** I3: one SSO account per person, one link per (pupil, person), and the log and the provider agree on both. */
import { recorded } from '../../../activities/binding/recorded-event.js';
import { evolve } from '../../../domain/binding/evolve.js';
import type { BindingState } from '../../../domain/binding/state.js';
import type { StoredEvent } from '../../../eventstore/port.js';
import { wait } from '../system/system-under-fault.js';
import { placeOf, type Observer, type ReadLog } from './observed.js';

const LOOK_AGAIN_MS = 500;

interface Account {
  readonly account_id: string;
  readonly person_ref: string;
}

/** @returns undefined where the events make no state: that is told by another invariant */
export function stateOf(events: readonly StoredEvent[]): BindingState | undefined {
  try {
    return events.map(recorded).reduce<BindingState>((state, event) => evolve(state, event), null);
  } catch {
    return undefined;
  }
}

/** @param until how long an account may wait for its event, as milliseconds since 1970: some are made while we look */
export async function oneAccountEach(observer: Observer, log: ReadLog, until: number): Promise<string[]> {
  for (let { streams } = log; ; { streams } = await observer.read()) {
    const { rows } = await observer.db.query<Account>('select account_id, person_ref from sso_accounts');
    const found = [
      ...onePerPerson(rows),
      ...asTheLogTells(rows, [...streams.values()].flat()),
      ...oneLinkEach(streams),
    ];
    if (found.length === 0 || Date.now() > until) return found;
    await wait(LOOK_AGAIN_MS);
  }
}

function onePerPerson(accounts: readonly Account[]): string[] {
  const people = accounts.map((account) => account.person_ref);
  return [...new Set(people.filter((person, i) => people.indexOf(person) < i))].map(
    (person) => `person ${person} has more than one account`,
  );
}

function asTheLogTells(accounts: readonly Account[], events: readonly StoredEvent[]): string[] {
  const rows = new Set(accounts.map((account) => account.account_id));
  const started = accountsIn(events, 'AccountCreationStarted');
  const created = accountsIn(events, 'AccountCreated');
  const linked = accountsIn(events, 'AccountLinked');
  const ordered = new Set(started.map(({ accountId }) => accountId));
  const told = created.map(({ accountId }) => accountId);
  return [
    ...created.filter(({ accountId }) => !rows.has(accountId)).map(({ at }) => `the account of ${at} does not exist`),
    ...created
      .filter(({ accountId }) => !ordered.has(accountId))
      .map(({ at }) => `the account of ${at} is not the one that was begun`),
    ...linked
      .filter(({ accountId }) => !rows.has(accountId))
      .map(({ at }) => `the account that ${at} links does not exist`),
    ...[...rows]
      .filter((row) => !told.includes(row))
      .map((row) => `account ${row} exists, and no event says that it was created`),
    ...told
      .filter((accountId, i) => told.indexOf(accountId) < i)
      .map((accountId) => `account ${accountId} was created twice`),
  ];
}

function accountsIn(
  events: readonly StoredEvent[],
  type: string,
): { readonly accountId: string; readonly at: string }[] {
  return events
    .filter((event) => event.type === type)
    .map((event) => ({ accountId: String(event.data['accountId']), at: placeOf(event) }));
}

function oneLinkEach(streams: ReadLog['streams']): string[] {
  const links = new Map<string, string>();
  const found: string[] = [];
  for (const [stream, events] of streams) {
    const state = stateOf(events);
    for (const { status, personRef } of state?.applicants ?? []) {
      if (status !== 'account-created' && status !== 'account-linked') continue;
      const link = `pupil ${state?.studentId} and person ${personRef}`;
      const other = links.get(link);
      if (other) found.push(`${link} are linked by ${other} and by ${stream}`);
      links.set(link, stream);
    }
  }
  return found;
}
