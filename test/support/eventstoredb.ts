import { startEventStoreDbDouble, type EventStoreDbDouble } from './eventstoredb-double/start-double.js';

/** The EventStoreDB of a test: the server that EVENTSTOREDB_URL names, else a double of its own. */
export interface EventStoreDbUnderTest {
  readonly url: string;
  /** Absent where it is a real server, which no test may stop. */
  readonly double: EventStoreDbDouble | undefined;
  stop(): Promise<void>;
}

export const realEventStoreDb = process.env['EVENTSTOREDB_URL'];

/** For titles. */
export const eventStoreDbName = realEventStoreDb ? 'EventStoreDB' : 'EventStoreDB (the double)';

export async function openEventStoreDb(): Promise<EventStoreDbUnderTest> {
  if (realEventStoreDb) return { url: realEventStoreDb, double: undefined, stop: () => Promise.resolve() };
  const double = await startEventStoreDbDouble();
  return { url: double.url, double, stop: () => double.stop() };
}
