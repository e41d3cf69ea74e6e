import type { Part } from '../fault/system/system-under-fault.js';
import { signalFamily } from '../fault/system/processes.js';
import type { AnyDay, BadDay } from './bad-day.js';
import { Burst } from './burst.js';
import { FalseClock } from './false-clock.js';
import { SmallDisk } from './small-disk.js';

/** An engine is stopped, and stays down for a while. */
function down(part: 'postgres' | 'temporal' | 'log'): BadDay['begin'] {
  return async ({ engines }) => {
    await engines.takeDown(part);
    return () => engines.bringBack(part);
  };
}

/** SIGSTOP, later SIGCONT. */
function stopped(part: Part): BadDay['begin'] {
  return async (system) => {
    if (part === 'log') {
      system.engines.double?.freeze();
      return async () => system.engines.double?.thaw();
    }
    const identity = await system.whoPlays(part);
    await signalFamily(identity, 'SIGSTOP');
    return () => signalFamily(identity, 'SIGCONT');
  };
}

/** Every role is far from every engine. */
function slow(milliseconds: number): BadDay['begin'] {
  return async (system) => {
    const links = (['postgres', 'temporal', 'log'] as const).map((name) => system.link(name));
    for (const link of links) link.delay(milliseconds);
    return async () => links.forEach((link) => link.delay(0));
  };
}

function stop(part: Part, failing: readonly string[], reads: BadDay['reads'], writes: BadDay['writes']): BadDay {
  return {
    name: `stopped-${part === 'log' ? 'eventstoredb' : part}`,
    says: `SIGSTOP of the ${part}`,
    log: 'eventstoredb',
    begin: stopped(part),
    ms: 10_000,
    failing,
    reads,
    writes,
    ...(part === 'api' && { open: 'hears nothing' as const }),
  };
}

const DATABASE = ['database', 'read-models', 'keys'];
const LOG = ['event-log', 'read-models'];
const AGAIN = 'is told to come again';

export const days: readonly AnyDay[] = [
  {
    name: 'temporal-down',
    says: 'Temporal is down',
    log: 'eventstoredb',
    begin: down('temporal'),
    ms: 10_000,
    failing: ['temporal'],
    reads: 'goes on',
    writes: 'is told to come again',
  },
  {
    name: 'eventstoredb-down',
    says: 'EventStoreDB (the double) is down',
    log: 'eventstoredb',
    begin: down('log'),
    ms: 10_000,
    failing: ['event-log', 'read-models'],
    reads: 'goes on',
    writes: 'is told to come again',
  },
  {
    name: 'postgres-down',
    says: 'PostgreSQL is down',
    log: 'eventstoredb',
    begin: down('postgres'),
    ms: 10_000,
    failing: ['database', 'read-models', 'keys'],
    reads: 'is told to come again',
    writes: 'is told to come again',
  },
  {
    name: 'postgres-down-with-the-log',
    says: 'PostgreSQL is down, and the log is in it',
    log: 'postgres',
    begin: down('postgres'),
    ms: 10_000,
    failing: ['database', 'event-log', 'read-models', 'keys'],
    reads: 'is told to come again',
    writes: 'is told to come again',
  },
  {
    name: 'slow',
    says: 'every engine is 200 ms away (a second for five questions)',
    log: 'eventstoredb',
    begin: slow(100),
    ms: 10_000,
    failing: [],
    reads: 'goes on',
    writes: 'is told to come again',
  },
  stop('api', [], 'hears nothing', 'hears nothing'),
  stop('worker', [], 'goes on', AGAIN),
  stop('projector', ['read-models'], 'goes on', AGAIN),
  stop('temporal', ['temporal'], 'goes on', AGAIN),
  stop('log', LOG, 'goes on', AGAIN),
  stop('postgres', DATABASE, AGAIN, AGAIN),
  {
    name: 'disk-full',
    async prepare() {
      const disk = await SmallDisk.make(400);
      return { starting: { folder: disk.folder }, putAway: () => disk.remove(), day: diskFull(disk) };
    },
  },
  {
    name: 'burst',
    async prepare() {
      const most = 20;
      return {
        starting: { env: { MOST_REQUESTS_IN_FLIGHT: String(most) } },
        putAway: () => undefined,
        day: burst(10 * most),
      };
    },
  },
  {
    name: 'clock-jump',
    async prepare() {
      const clock = await FalseClock.make();
      return { starting: { env: clock.env }, putAway: () => clock.remove(), day: clockJump(clock) };
    },
  },
];

function diskFull(disk: SmallDisk): BadDay {
  return {
    name: 'disk-full',
    says: 'not a block is left on the disk of PostgreSQL, Temporal and the log',
    log: 'eventstoredb',
    async begin({ engines }) {
      disk.fill();
      return async () => {
        disk.makeRoom();
        // The log has ended; what runs its container starts it again.
        await engines.bringBack('log');
      };
    },
    ms: 20_000,
    failing: ['disk'],
    mayFail: [...DATABASE, ...LOG, 'temporal'],
    reads: AGAIN,
    writes: AGAIN,
  };
}

function burst(callers: number): BadDay {
  return {
    name: 'burst',
    says: `${callers} callers at once, ten times as many as are taken on`,
    log: 'eventstoredb',
    async begin({ address }) {
      const all = await Burst.of(callers, address);
      return () => all.end();
    },
    ms: 10_000,
    failing: [],
    reads: AGAIN,
    writes: AGAIN,
    open: AGAIN,
  };
}

/** Forward, then back behind where it was. */
function clockJump(clock: FalseClock): BadDay {
  return {
    name: 'clock-jump',
    says: 'the clock of the roles goes 20 minutes forward, then 40 back, then is right again',
    log: 'eventstoredb',
    async begin() {
      clock.set(20);
      const back = setTimeout(() => clock.set(-20), 6_000);
      return async () => {
        clearTimeout(back);
        clock.set(0);
      };
    },
    ms: 12_000,
    failing: [],
    reads: 'goes on',
    writes: AGAIN,
  };
}
