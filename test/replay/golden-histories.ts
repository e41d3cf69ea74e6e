/** Histories that released versions wrote, one folder a version. They are added to, never changed. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const HISTORIES = join(dirname(fileURLToPath(import.meta.url)), 'histories');

export interface GoldenHistory {
  /** `<version>/<what happens in it>` */
  readonly name: string;
  readonly workflowId: string;
  /** As `historyToJSON` wrote it. */
  readonly history: { readonly events: readonly HistoryEvent[] };
}

/** The parts of an event that the tests look at; protobuf's JSON form. */
export interface HistoryEvent {
  readonly eventTime: string;
  readonly eventType: string;
  readonly workflowExecutionStartedEventAttributes?: { readonly input?: Partial<Payloads> };
  readonly activityTaskCompletedEventAttributes?: { readonly result?: Partial<Payloads> };
  readonly workflowTaskStartedEventAttributes?: object;
  readonly timerStartedEventAttributes?: { readonly startToFireTimeout: string };
  readonly activityTaskScheduledEventAttributes?: {
    readonly activityType: { readonly name: string };
    readonly input: Payloads;
    readonly startToCloseTimeout: string;
    readonly scheduleToCloseTimeout: string;
    readonly heartbeatTimeout: string;
    readonly retryPolicy: { readonly maximumAttempts?: number; readonly maximumInterval: string };
  };
  readonly markerRecordedEventAttributes?: { readonly details: Readonly<Record<string, Payloads>> };
}

interface Payloads {
  readonly payloads: readonly { readonly data?: string }[];
}

export function goldenHistories(): readonly GoldenHistory[] {
  return readdirSync(HISTORIES).flatMap((version) =>
    readdirSync(join(HISTORIES, version)).map((file) => {
      const saved = JSON.parse(readFileSync(join(HISTORIES, version, file), 'utf8')) as Omit<GoldenHistory, 'name'>;
      return { name: `${version}/${file.replace('.json', '')}`, ...saved };
    }),
  );
}

/** The JSON values a payload list carries; the answer of an activity that has none is no bytes. */
export function decoded({ payloads = [] }: Partial<Payloads>): readonly unknown[] {
  return payloads.map(({ data }) =>
    data === undefined ? undefined : (JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as unknown),
  );
}
