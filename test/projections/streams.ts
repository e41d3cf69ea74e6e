/** Streams of binding requests to feed read models with: stored by hand, or appended to a log as the product does it. */
import type { BindingEvent } from '../../domain/binding/events.js';
import type { Actor } from '../../domain/binding/metadata.js';
import { chainOrigin, seal } from '../../eventstore/chain/envelope.js';
import type { EventLog, JsonObject, StoredEvent } from '../../eventstore/port.js';
import { parent } from '../domain/builders.js';

/** An event of the domain, or one that this release does not know or cannot read. */
export type AnyEvent = BindingEvent | { readonly type: string; readonly data: JsonObject };

export interface Written {
  readonly events: readonly AnyEvent[];
  readonly commandId?: string;
  readonly actor?: Actor;
  readonly at?: string;
  readonly metadata?: JsonObject;
}

export const START = Date.parse('2026-11-02T02:00:00.000Z');

export function minutes(n: number): string {
  return new Date(START + n * 60_000).toISOString();
}

/** Stored events of one stream, each a command of its own (`command-<revision>`), a minute apart, by the parent. */
export function stream(requestId: string, ...events: readonly (AnyEvent | Written)[]): readonly StoredEvent[] {
  const written = events.map((one): Written => ('events' in one ? one : { events: [one] }));
  let revision = -1;
  return written.flatMap((command) => {
    const commandId = command.commandId ?? `command-${revision + 1}`;
    const at = command.at ?? minutes(revision + 1);
    return command.events.map((event): StoredEvent => {
      revision += 1;
      const { type, data } = event;
      const metadata = metadataOf(requestId, { ...command, commandId, at });
      const name = `bindingRequest-${requestId}`;
      return {
        stream: name,
        revision,
        id: `${requestId}-${revision}`,
        type,
        data: { ...data },
        metadata,
        position: '',
      };
    });
  });
}

function metadataOf(requestId: string, { commandId, actor = parent, at, metadata }: Written): JsonObject {
  const ids = { commandId, $correlationId: requestId, $causationId: commandId };
  return { ...ids, actor, channel: 'online', at, schemaVersion: 1, facts: {}, ...metadata };
}

/** Appends to streams of a log and keeps their revisions and chains. */
export class Writer {
  private readonly ends = new Map<string, { revision: number; chain: string }>();
  private commands = 0;

  constructor(private readonly log: EventLog) {}

  /** @returns revision of the last event written. */
  async write(requestId: string, ...events: readonly AnyEvent[]): Promise<number> {
    return this.writeAs(requestId, { events });
  }

  async writeAs(requestId: string, command: Written): Promise<number> {
    this.commands += 1;
    const commandId = command.commandId ?? `${requestId}-command-${this.commands}`;
    const metadata = metadataOf(requestId, { at: minutes(this.commands), ...command, commandId });
    return this.append(`bindingRequest-${requestId}`, command.events, metadata);
  }

  /** An event of a stream that no read model of bindings looks at. */
  async writeElsewhere(name: string): Promise<void> {
    const at = minutes(this.commands);
    await this.append(
      name,
      [{ type: 'DataLookedAt', data: {} }],
      metadataOf(name, { events: [], commandId: 'look', at }),
    );
  }

  private async append(name: string, events: readonly AnyEvent[], metadata: JsonObject): Promise<number> {
    const end = this.ends.get(name);
    const from = (end?.revision ?? -1) + 1;
    const sealed = seal(
      name,
      from,
      end?.chain ?? null,
      events.map(({ type, data }) => ({ type, data, metadata })),
    );
    const { revision } = await this.log.append(name, from - 1, sealed.events);
    this.ends.set(name, { revision, chain: sealed.chain || chainOrigin(name) });
    return revision;
  }
}
