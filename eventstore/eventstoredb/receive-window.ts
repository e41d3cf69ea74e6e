import type { EventStoreDBClient } from '@eventstore/db-client';

/** What the server may send ahead of the reader, in bytes: about 500 events. */
export const RECEIVE_WINDOW = 512 * 1024;

interface ClientInside {
  createChannel: () => Promise<ChannelInside>;
}

interface ChannelInside {
  readonly internalChannel?: { readonly options?: Record<string, unknown> };
}

/**
 * Without it HTTP/2 lets a server send 64 kB ahead, some 70 events: it stands still while this thread applies a batch, and far
 * away it waits for a round trip each time. The client takes no options for its channels, so this adds one between making
 * and connecting; if a version has other insides, reading is slower, and the test of the window says so.
 */
export function widenReceiveWindow(client: EventStoreDBClient): void {
  const inside = client as unknown as ClientInside;
  const { createChannel } = inside;
  inside.createChannel = async () => {
    const channel = await createChannel();
    const options = channel.internalChannel?.options;
    if (options) options['grpc-node.flow_control_window'] = RECEIVE_WINDOW;
    return channel;
  };
}
