/** How many streams are open at a time: each holds a connection, and none of them counts as a request in hand. */
import { Injectable } from '@nestjs/common';

/** A browser shares one among its tabs; the second is for a browser that cannot. */
const MOST_OF_A_SESSION = 2;
const MOST_OF_A_PROCESS = 2000;

interface Stream {
  readonly owner: string;
  readonly end: () => void;
}

@Injectable()
export class OpenStreams {
  private readonly streams = new Set<Stream>();

  /** @returns what to call when the stream is closed; undefined when the process has enough */
  open(owner: string, end: () => void): (() => void) | undefined {
    if (this.streams.size >= MOST_OF_A_PROCESS) return undefined;
    const own = [...this.streams].filter((stream) => stream.owner === owner);
    // The oldest belongs to a page that was left without a word.
    if (own.length >= MOST_OF_A_SESSION) own[0]?.end();
    const stream = { owner, end };
    this.streams.add(stream);
    return () => this.streams.delete(stream);
  }
}
