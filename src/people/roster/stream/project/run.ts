/** How events become rows: runs of one type at a time, each in a few statements however long it is. */
import type { SchoolEventType } from '../../../../../domain/school/events.js';
import type { SqlQuery } from '../../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../../privacy/personal-data.js';
import type { StoredSchoolEvent } from '../stored-event.js';

/** What the rows need beside the events: indexes are made of values that only the keys open. */
export interface Projecting {
  readonly tx: SqlQuery;
  readonly schoolId: string;
  readonly personalData: PersonalDataService;
  readonly indexKey: Buffer;
}

export type Run<T extends SchoolEventType> = readonly StoredSchoolEvent<T>[];

export type Projection = { readonly [T in SchoolEventType]: (to: Projecting, run: Run<T>) => Promise<void> };

/** A column of a run, for `unnest`. */
export function column<T extends SchoolEventType, V>(run: Run<T>, value: (data: Run<T>[number]['data']) => V): V[] {
  return run.map(({ data }) => value(data));
}

/** For events that are rare: one after the other. */
export function oneByOne<T extends SchoolEventType>(
  apply: (to: Projecting, event: StoredSchoolEvent<T>) => Promise<unknown>,
): (to: Projecting, run: Run<T>) => Promise<void> {
  return async (to, run) => {
    for (const event of run) await apply(to, event);
  };
}
