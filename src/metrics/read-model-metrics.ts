import { readModelPositions, type ReadModelPosition } from '../../projections/read-model-positions.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import type { Metrics } from './metrics.js';

/** How far the read models are behind, and what stands still. */
export function lookUpReadModels(metrics: Metrics, db: SqlQuery): void {
  const gauge = (name: string, help: string, valueOf: (model: ReadModelPosition) => number) =>
    metrics.lookUp(`binding_read_model_${name}`, help, ['read_model', 'version'], async (found) => {
      for (const model of await readModelPositions(db)) {
        found.set({ read_model: model.readModel, version: String(model.version) }, valueOf(model));
      }
    });
  gauge('lag_seconds', 'For how long there have been events that are not applied.', (model) => model.behindSeconds);
  gauge('events_total', 'Events of the log that it has seen.', (model) => model.events);
  gauge('parked', 'Streams that stand still on an event that cannot be applied.', (model) => model.parked);
  gauge('active', '1 while a projector has it in hand.', (model) => Number(model.active));
}
