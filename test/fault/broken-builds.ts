/**
 * Builds of the product that are broken on purpose, each as somebody could break it: the campaign must catch every one.
 * The patches lie over those of the crash points; the unit tests say when one does not fit any more.
 */
import { crashHere } from './build/crash-points.js';
import type { Patch } from './build/patch.js';
import type { Invariant } from './invariants/violation.js';
import type { LogKind } from './system/engines.js';

export interface BrokenBuild {
  readonly name: string;
  /** What somebody could have thought. */
  readonly says: string;
  readonly patches: readonly Patch[];
  /** At least one of these must be found violated. */
  readonly caughtBy: readonly Invariant[];
  readonly log: LogKind;
  readonly seed: number;
  /** The faults that it is to be caught with; absent: whatever is drawn. */
  readonly among?: readonly string[];
  /** Found within so many rounds. */
  readonly rounds: number;
}

export const brokenBuilds: readonly BrokenBuild[] = [
  {
    name: 'no-expected-revision',
    says: 'appends to whatever stands there',
    patches: [
      {
        file: 'eventstore/eventstoredb/eventstoredb-log.ts',
        text: 'expectedRevision: expected === NO_STREAM ? CLIENT_NO_STREAM : BigInt(expected),',
        by: "expectedRevision: 'any',",
      },
      {
        file: 'eventstore/eventstoredb/eventstoredb-log.ts',
        text: 'if (Number(nextExpectedRevision) !== revision) {',
        by: 'if (position === null) {',
      },
    ],
    caughtBy: ['I1', 'I6'],
    log: 'eventstoredb',
    seed: 1,
    among: ['crash after-append-before-completion'],
    rounds: 2,
  },
  {
    name: 'two-events-at-one-revision',
    says: 'leaves it to the writers that no revision of a stream is written twice',
    patches: [
      {
        file: 'eventstore/postgres/migrations.ts',
        text: 'constraint event_log_revision primary key (stream, revision),',
        by: 'constraint event_log_revision primary key (stream, revision, event_id),',
      },
    ],
    caughtBy: ['I2'],
    log: 'postgres',
    seed: 1,
    among: ['crash after-append-before-completion'],
    rounds: 2,
  },
  {
    name: 'checkpoint-outside-the-transaction',
    says: 'notes how far the read model is before its rows are there',
    patches: [
      {
        file: 'projections/runner/apply-batch.ts',
        text: '  return db.transaction(async (tx) => {\n    await checkpoint.advance(tx, from,',
        by: '  await db.transaction((own) => checkpoint.advance(own, from, positionAfter(from, events), events.length));\n  return db.transaction(async (tx) => {\n    if (mine.length < 0) await checkpoint.advance(tx, from,',
      },
    ],
    caughtBy: ['I4'],
    log: 'postgres',
    seed: 1,
    among: ['crash between-apply-and-checkpoint', 'kill projector'],
    rounds: 2,
  },
  {
    name: 'order-by-position',
    says: 'reads on from the last event seen, whatever is still being committed before it',
    patches: [
      {
        file: 'eventstore/postgres/statements.ts',
        text: 'e.xid < pg_snapshot_xmin(pg_current_snapshot()) as settled',
        by: 'true as settled',
      },
    ],
    caughtBy: ['I4'],
    log: 'postgres',
    seed: 1,
    among: ['slow commits'],
    rounds: 3,
  },
  {
    name: 'no-dedup',
    says: 'decides a command again that the stream holds already',
    patches: [
      {
        file: 'activities/binding/execute-command.ts',
        text: 'if (stream.holds(command.commandId)) {',
        by: "if (stream.holds('nobody')) {",
      },
    ],
    caughtBy: ['I1', 'I7'],
    log: 'postgres',
    seed: 1,
    among: ['crash after-append-before-completion'],
    rounds: 2,
  },
  {
    name: 'no-fall-back',
    says: 'gives a command up when four quick attempts have failed',
    patches: [
      {
        file: 'workflows/binding/durable-activities.ts',
        text: 'return local.execute(command, at).catch(insteadBy(() => patient.execute(command, at)));',
        by: 'return local.execute(command, at);',
      },
    ],
    caughtBy: ['I1', 'I5', 'I7'],
    log: 'postgres',
    seed: 1,
    among: ['kill postgres', 'stop postgres', 'freeze link postgres'],
    rounds: 2,
  },
  {
    name: 'answer-without-its-etag',
    says: 'tells a repeated call the same body, which is what people read',
    patches: [
      {
        file: 'src/api/commands/command-rows.ts',
        text: 'return new Answer(status, body, headers);',
        by: 'return new Answer(status, body, status > 0 ? {} : headers);',
      },
    ],
    caughtBy: ['I1'],
    log: 'postgres',
    seed: 1,
    rounds: 1,
  },
  {
    name: 'command-named-anew-at-every-try',
    says: 'gives every request a command of its own',
    patches: [
      {
        file: 'src/api/commands/case-commands.ts',
        text: 'return commandIdOf(call.principal, type, call.key, requestId, subject);',
        by: 'return commandIdOf(call.principal, type, String(Math.random()), requestId, subject);',
      },
    ],
    caughtBy: ['I1'],
    log: 'postgres',
    seed: 1,
    among: ['crash after-command-before-row-finished', 'lose answers api', 'kill api'],
    rounds: 2,
  },
  {
    name: 'account-anew-at-every-try',
    says: 'makes an account without a look at what an attempt before has made',
    patches: [
      {
        file: 'activities/binding/create-account.ts',
        text: 'identityProvider.create({ ...order, personRef',
        by: 'identityProvider.create({ ...order, accountId: accountId.slice(0, -6) + String(Math.random()).slice(2, 8), personRef',
      },
      {
        file: 'src/people/sso/embedded-identity-provider.ts',
        text: 'const samePerson = rows.find((row) => row.person_ref === account.personRef);',
        by: 'const samePerson = rows.find((row) => row.person_ref === undefined);',
      },
      {
        file: 'src/people/sso/embedded-identity-provider.ts',
        text: "return rows.length > 0 ? { kind: 'email-taken' } : undefined;",
        by: 'return undefined;',
      },
      {
        file: 'src/people/sso/migrations.ts',
        text: 'constraint sso_one_account_per_person unique (person_ref),',
        by: '',
      },
      {
        file: 'src/people/sso/migrations.ts',
        text: 'constraint sso_one_account_per_address unique (email_index)',
        by: 'constraint sso_one_account_per_address unique (account_id, email_index)',
      },
    ],
    caughtBy: ['I3'],
    log: 'postgres',
    seed: 1,
    among: ['crash after-account-before-its-event', 'kill worker'],
    rounds: 2,
  },
  {
    name: 'chain-not-linked',
    says: 'hashes each event by itself',
    patches: [
      {
        file: 'eventstore/chain/envelope.ts',
        text: 'metadata, previous: chain });',
        by: 'metadata, previous: chainOrigin(stream) });',
      },
    ],
    caughtBy: ['I6'],
    log: 'eventstoredb',
    seed: 1,
    rounds: 1,
  },
  {
    name: 'batch-split',
    says: 'stores the events of one command one after the other',
    patches: [
      {
        file: 'activities/binding/request-stream.ts',
        text: '    await this.log.append(this.name, this.at.revision, sealed.events);',
        by: `    for (const [i, event] of sealed.events.entries()) {
      if (i > 0) { ${crashHere('after-append-before-completion')} }
      await this.log.append(this.name, this.at.revision + i, [event]);
    }`,
      },
      // Whoever dies shall die between two events: most commands have one, and would use the crash point up.
      {
        file: 'activities/binding/request-stream.ts',
        text: `${crashHere('after-append-before-completion')}\n    const stored = events.map(`,
        by: '    const stored = events.map(',
      },
    ],
    caughtBy: ['I1', 'I6', 'I7'],
    log: 'postgres',
    seed: 1,
    among: ['crash after-append-before-completion'],
    rounds: 4,
  },
  {
    name: 'doubt-taken-for-success',
    says: 'takes a lost answer of the log for a yes',
    patches: [
      {
        file: 'eventstore/postgres/postgres-log.ts',
        text: "    if (found.kind === 'others') throw new Conflict(stream, expected);\n    throw doubt;",
        by: "    if (found.kind === 'others') throw new Conflict(stream, expected);\n    if (doubt) return { revision: expected + events.length, position: '' };\n    throw doubt;",
      },
    ],
    caughtBy: ['I1'],
    log: 'postgres',
    seed: 1,
    among: ['lose requests postgres'],
    rounds: 3,
  },
  {
    name: 'begins-again-at-the-end',
    says: 'follows the log from where it ends now, as all before it has been seen',
    patches: [
      {
        file: 'projections/runner/runner.ts',
        text: 'await followLog(runner, start.position, signal);',
        by: 'await followLog(runner, start.position === null ? null : await runner.log.head(), signal);',
      },
      {
        file: 'projections/runner/checkpoint.ts',
        text: 'where ${MINE} and position is not distinct from $5::text`',
        by: 'where ${MINE} and ($5::text is null or true)`',
      },
    ],
    caughtBy: ['I4'],
    log: 'eventstoredb',
    seed: 1,
    among: ['kill projector', 'stop projector', 'end subscriptions'],
    rounds: 2,
  },
  {
    name: 'kept-decisions-not-sent-again',
    says: 'trusts that a click which was kept has arrived',
    patches: [
      {
        file: 'activities/reconcile.ts',
        text: '    page: (after) => decisions.lost(after, PAGE),',
        by: '    page: async (after) => (await decisions.lost(after, PAGE)).slice(PAGE),',
      },
    ],
    caughtBy: ['I7'],
    log: 'postgres',
    seed: 1,
    among: ['crash after-decision-kept-before-signal', 'kill temporal', 'stop temporal', 'forget'],
    rounds: 5,
  },
  {
    name: 'lost-workflows-not-begun-anew',
    says: 'relies on Temporal to keep what it was given',
    patches: [
      {
        file: 'src/adapters/temporal/keep-reconciling.ts',
        text: '  await passes.startEvery();',
        by: '',
      },
      {
        file: 'activities/reconcile.ts',
        text: 'return (await arrives(signals, catchUp))',
        by: 'return catchUp.name',
      },
    ],
    caughtBy: ['I5', 'I7'],
    log: 'postgres',
    seed: 1,
    among: ['forget at night'],
    rounds: 1,
  },
];
