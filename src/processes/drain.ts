import type { Server, ServerResponse } from 'node:http';

/**
 * Lets a server end without cutting an answer: each request that it has taken is answered, and its connection ends with
 * that answer instead of bringing the next one. Made before the server listens.
 */
export class Drain {
  private draining = false;
  private readonly unanswered = new Set<ServerResponse>();

  constructor(private readonly server: Server) {
    server.prependListener('request', (_, response) => this.takes(response));
  }

  /**
   * @param close stops taking connections; settles when every connection has ended
   * @param graceMs connections without an answer, or with an incomplete request, are cut after this
   */
  async end(close: () => Promise<void>, graceMs: number): Promise<void> {
    this.draining = true;
    for (const response of this.unanswered) endWithAnswer(response);
    const closed = close();
    // Browsers keep idle connections open.
    this.server.closeIdleConnections();
    const cut = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(cut);
  }

  private takes(response: ServerResponse): void {
    if (this.draining) endWithAnswer(response);
    this.unanswered.add(response);
    response.once('close', () => {
      this.unanswered.delete(response);
      // An answer that had begun before could not say any more that it is the last on its connection.
      if (this.draining) setImmediate(() => this.server.closeIdleConnections());
    });
  }
}

function endWithAnswer(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
