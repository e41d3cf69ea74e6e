/** Catch-up of the read models from either log, and how far they are behind while much is written. */
import { parseArgs } from 'node:util';
import { eventStoreCatchUp } from './projections/event-store-catch-up.js';
import { lagUnderLoad } from './projections/lag-under-load.js';
import { postgresCatchUp } from './projections/postgres-catch-up.js';

const PARTS = { postgres: postgresCatchUp, eventstoredb: eventStoreCatchUp, lag: lagUnderLoad } as const;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string', default: '100000' },
    'eventstoredb-events': { type: 'string', default: '20000' },
    url: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '500' },
    seconds: { type: 'string', default: '10' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.only !== undefined && !(values.only in PARTS))) {
  console.log(`npm run bench -- projections [--only postgres|eventstoredb|lag]
  [--events 100000] [--eventstoredb-events 20000] [--rounds 5]   catch-up from nothing, in turns with what it is compared with
  [--url esdb://[user:password@]host:port[?tls=false]]           a real EventStoreDB, empty and of its own, in place of the double
  [--rate 500] [--seconds 10]                                    events a second while the lag is measured, and for how long
  --events 1000000 is the size of the target on docs/performance.md; it takes a few minutes more and 3 GB of disk.`);
  process.exit(values.help ? 0 : 2);
}

for (const [name, part] of Object.entries(PARTS)) {
  if (values.only !== undefined && values.only !== name) continue;
  await part({
    events: Number(name === 'postgres' ? values.events : values['eventstoredb-events']),
    rounds: Number(values.rounds),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
    ...(values.url !== undefined && { url: values.url }),
  });
}
