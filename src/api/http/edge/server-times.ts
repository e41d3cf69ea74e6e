import type { Server } from 'node:http';

/**
 * Longer than a proxy keeps an idle connection (60 s is usual, nginx and load balancers alike): whoever waits less closes
 * first, and a request that meets a closing connection is lost. Node's own 5 s lose some behind every proxy.
 */
const KEEP_IDLE_MS = 75_000;
/** A file of 10 MB over a slow line; after that a sender who never ends is told so. */
const WHOLE_REQUEST_MS = 120_000;

export function setServerTimes(server: Server): void {
  server.keepAliveTimeout = KEEP_IDLE_MS;
  server.requestTimeout = WHOLE_REQUEST_MS;
}
