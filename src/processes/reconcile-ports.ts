import type { OpenCases } from '../../activities/ports/open-cases.js';
import type { ReconcilePorts } from '../../activities/reconcile.js';
import type { SqlQuery } from '../../eventstore/sql.js';
import { casesSeenUntil, changedOpenCases, everyOpenCase } from '../../projections/binding-case/open-case-queries.js';
import { KeptDecisionRows } from '../api/commands/kept-decision-rows.js';
import type { Config } from '../config/config.js';
import { createPersonalData } from '../people/privacy/personal-data.js';

/** What `reconcile` finds in PostgreSQL. */
export function storedForReconcile(
  db: SqlQuery,
  config: Pick<Config, 'masterKey'>,
): Pick<ReconcilePorts, 'cases' | 'decisions'> {
  return { cases: openCases(db), decisions: new KeptDecisionRows(db, createPersonalData(db, config)) };
}

export function openCases(db: SqlQuery): OpenCases {
  return {
    seenUntil: () => casesSeenUntil(db),
    every: (after, limit) => everyOpenCase(db, after, limit),
    changed: (since, after, limit) => changedOpenCases(db, since, after, limit),
  };
}
