import { Connection, makeGrpcRetryInterceptor, type ConnectionOptions } from '@temporalio/client';
import { GRPC } from './grpc-status.js';

/** 100 ms, 170, 290, 490, 830, then 1 s: ends after about four seconds, within the time a caller waits. */
const MOST_ATTEMPTS = 8;

/**
 * "Busy" is tried again soon. The SDK's own interceptor waits a second at first and then longer, and also retries
 * "unavailable", of which the caller wants to hear at once.
 */
const retryWhenBusy = makeGrpcRetryInterceptor({
  delayFunction: (attempt) => Math.min(100 * 1.7 ** (attempt - 1), 1000) * (0.9 + Math.random() * 0.2),
  retryableDecider: (attempt, status) => attempt < MOST_ATTEMPTS && status.code === GRPC.resourceExhausted,
});

const OPTIONS: ConnectionOptions = {
  interceptors: [retryWhenBusy],
  channelArgs: {
    // By default gRPC waits up to two minutes before it looks again for a server that was away.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.min_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
    'grpc.keepalive_permit_without_calls': 1,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 5000,
  },
};

/** Connects at the first call, so it never throws for a server that is down. @param address host:port */
export function lazyConnection(address: string): Connection {
  return Connection.lazy({ ...OPTIONS, address });
}
