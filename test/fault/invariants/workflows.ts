/** I5: an open case has a running workflow that knows its stream to the end; a closed one has none. */
import { Client, Connection, WorkflowNotFoundError, defaultPayloadConverter } from '@temporalio/client';
import { agendaOf } from '../../../domain/binding/agenda.js';
import type { temporal } from '@temporalio/proto';
import { wait } from '../system/system-under-fault.js';
import { stateOf } from './accounts.js';
import type { Observer } from './observed.js';

/** @param streams to look at. @param until a workflow task may be on its way, or a lost workflow be begun anew */
export async function workflowsAgree(
  address: string,
  observer: Observer,
  streams: Iterable<string>,
  until: number,
): Promise<string[]> {
  const connection = await Connection.connect({ address });
  const client = new Client({ connection });
  let waiting = new Map<string, string>([...streams].map((stream) => [stream, '']));
  try {
    for (;;) {
      const wrong = new Map<string, string>();
      for (const stream of waiting.keys()) {
        const why = await whatIsWrong(client, observer, stream);
        if (why) wrong.set(stream, why);
      }
      waiting = wrong;
      if (waiting.size === 0 || Date.now() > until) break;
      await wait(250);
    }
  } finally {
    await connection.close();
  }
  return [...waiting].map(([stream, why]) => `${stream}: ${why}`);
}

async function whatIsWrong(client: Client, { log }: Observer, stream: string): Promise<string | undefined> {
  const handle = client.workflow.getHandle(stream);
  try {
    const events = await log.readStream(stream);
    const { status } = await handle.describe();
    if (agendaOf(stateOf(events) ?? null).over)
      return status.name === 'RUNNING' ? 'the case is over, its workflow still runs' : undefined;
    if (status.name !== 'RUNNING') return `the case is open, its workflow is ${status.name}`;
    const known = knownRevision(await handle.fetchHistory());
    return known === events.length - 1 ? undefined : `the workflow knows revision ${known} of ${events.length - 1}`;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return agendaOf(stateOf(await log.readStream(stream)) ?? null).over
      ? undefined
      : 'the case is open, and has no workflow';
  }
}

/** An agenda, or what has one in it. */
interface Told {
  readonly agenda?: { readonly revision: number };
  readonly revision?: number;
}

/** The last revision that this run was told: by what it was started with, or by what an activity answered. */
function knownRevision({ events }: temporal.api.history.v1.IHistory): number | undefined {
  let known: number | undefined;
  for (const {
    workflowExecutionStartedEventAttributes: start,
    markerRecordedEventAttributes: marker,
    ...event
  } of events ?? []) {
    const payloads = [
      ...(start?.input?.payloads ?? []),
      ...(marker?.details?.['result']?.payloads ?? []),
      ...(event.activityTaskCompletedEventAttributes?.result?.payloads ?? []),
    ];
    for (const payload of payloads) {
      const told = (defaultPayloadConverter.fromPayload<unknown>(payload) ?? {}) as Told;
      known = told.agenda?.revision ?? told.revision ?? known;
    }
  }
  return known;
}
