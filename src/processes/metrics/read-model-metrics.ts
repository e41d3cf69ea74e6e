import type { EventLog } from '../../../eventstore/port.js';
import type { SqlQuery } from '../../../eventstore/sql.js';
import { MOST_COUNTED, readModelLag, type ReadModelLag } from '../../../projections/runner/lag.js';
import type { Metrics } from './metrics.js';

/** How far the read models are behind, and what is parked or stopped; absent while the log or the database does not answer. */
export function lookUpReadModels(metrics: Metrics, db: SqlQuery, log: EventLog): void {
  const look = sharedLook(() => readModelLag(db, log));
  const gauge = (name: string, help: string, valueOf: (model: ReadModelLag) => number) =>
    metrics.lookUp(`binding_read_model_${name}`, help, ['read_model', 'version'], async (found) => {
      for (const model of await look()) {
        found.set({ read_model: model.readModel, version: String(model.version) }, valueOf(model));
      }
    });
  gauge('lag_seconds', 'For how long there has been an event that it has not seen.', (model) => model.secondsBehind);
  gauge('lag_events', `Events it has not seen; ${MOST_COUNTED}: that many or more.`, (model) => model.eventsBehind);
  gauge('seen_events', 'Events of the log that it has seen.', (model) => model.events);
  gauge('parked_streams', 'Streams that are parked at an event that cannot be applied.', (model) => model.parked);
  gauge('stopped', '1 while it waits at an event that it cannot apply and must not skip.', (model) =>
    Number(model.stopped),
  );
  gauge('ahead_of_log', '1 while its checkpoint is past the end of the log.', (model) => Number(model.aheadOfLog));
  gauge('active', '1 while a projector has it in hand.', (model) => Number(model.active));
}

/** All gauges of one scrape are asked side by side: they share one look. */
function sharedLook<T>(look: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () => {
    underWay ??= look().finally(() => (underWay = undefined));
    return underWay;
  };
}
