import { PostgresLog } from '../../eventstore/postgres/postgres-log.js';
import { auditTrail } from '../../projections/audit-trail/audit-trail.js';
import { readModels } from '../../projections/read-models.js';
import { median, range, ratios, verdict } from '../statistics.js';
import { bindings } from './bindings.js';
import { catchUp, copyInto } from './catch-up.js';
import { fillPostgresLog } from './fill-log.js';
import type { ProjectionsBench } from './options.js';
import { startReadSide } from './read-side.js';

const TARGET = { ratio: 0.7, eventsPerSecond: 100_000 };

/** The audit trail has a row for each event, so COPY into the same table is the measure; the others are told beside it. */
export async function postgresCatchUp({ events: asked, rounds }: ProjectionsBench): Promise<void> {
  const side = await startReadSide();
  const log = new PostgresLog(side.db);
  try {
    const events = await fillPostgresLog(side.db, bindings(asked), asked);
    console.log(`PostgreSQL log: catch-up of ${events} events, ${rounds} rounds, in turns`);
    const [table = ''] = auditTrail.tables;
    await catchUp(side.projectorDb, log, [auditTrail]);
    await copyInto(side.db, table);
    const [ours, copy]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(events / (await catchUp(side.projectorDb, log, [auditTrail])));
      copy.push(events / (await copyInto(side.db, table)));
    }
    const beside = ratios(ours, copy);
    console.log(`  audit_trail      ${range(ours, 0)} events/s, target ${TARGET.eventsPerSecond}: ${verdict(median(ours), TARGET.eventsPerSecond)}
  COPY             ${range(copy, 0)} rows/s
  ratio            ${range(beside, 2)}, target ${TARGET.ratio}: ${verdict(median(beside), TARGET.ratio)}`);
    for (const model of readModels.filter(({ name }) => name !== auditTrail.name)) {
      const speed = events / (await catchUp(side.projectorDb, log, [model]));
      console.log(`  ${model.name.padEnd(16)} ${speed.toFixed(0)} events/s (one round)`);
    }
    const together = events / (await catchUp(side.projectorDb, log, readModels));
    console.log(`  all five at once ${together.toFixed(0)} events/s (one round)`);
  } finally {
    await log.close();
    await side.stop();
  }
}
