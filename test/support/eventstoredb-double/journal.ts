import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, readFileSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { ProposedEvent, RecordedEvent } from './recorded-event.js';

const MAGIC = Buffer.from('ESDOUBL1');
/** Length and CRC-32 of the frame's JSON, four bytes each. */
const FRAME_HEADER = 8;

/** What one append writes: one frame, so that a batch is there as a whole or not at all. */
export interface Batch {
  readonly stream: string;
  readonly firstRevision: number;
  /** When the first event was taken, in milliseconds since 1970. */
  readonly created: number;
  readonly events: readonly ProposedEvent[];
}

/** The append-only file. A frame is acknowledged after fdatasync; a torn tail is cut off when the file is opened. */
export class Journal {
  private constructor(
    private readonly fd: number,
    private length: number,
  ) {}

  static open(file: string): { journal: Journal; events: RecordedEvent[] } {
    const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    const fd = openSync(file, 'a+');
    const events: RecordedEvent[] = [];
    let end = bytes.subarray(0, MAGIC.length).equals(MAGIC) ? MAGIC.length : 0;
    for (let frame = end > 0 && frameAt(bytes, end); frame; frame = frameAt(bytes, end)) {
      events.push(...recorded(frame.batch, BigInt(end)));
      end = frame.end;
    }
    ftruncateSync(fd, end);
    return { journal: new Journal(fd, end), events };
  }

  /** Writes the batches with one sync; returns their events with positions, in order. */
  async append(batches: readonly Batch[]): Promise<RecordedEvent[][]> {
    const parts: Buffer[] = this.length === 0 ? [MAGIC] : [];
    let end = this.length + (parts[0]?.length ?? 0);
    const written = batches.map((batch) => {
      const frame = encode(batch);
      const events = recorded(batch, BigInt(end));
      parts.push(frame);
      end += frame.length;
      return events;
    });
    await this.put(Buffer.concat(parts));
    this.length = end;
    return written;
  }

  /** A store that cannot write, as its disk is full, ends: whoever starts it again cuts off what was torn. */
  private async put(bytes: Buffer): Promise<void> {
    try {
      const { bytesWritten } = await promisify(write)(this.fd, bytes);
      await promisify(fdatasync)(this.fd);
      if (bytesWritten === bytes.length) return;
    } catch {
      // As when only a part of it was written.
    }
    process.exit(1);
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** A frame is longer than it has events, so `offset + i` is unique. */
function recorded(batch: Batch, offset: bigint): RecordedEvent[] {
  const { stream, firstRevision, created } = batch;
  return batch.events.map((event, i) => ({
    ...event,
    stream,
    revision: firstRevision + i,
    position: offset + BigInt(i),
    // Each event has a time of its own. The real server's differ now and then, these always: so every test meets it.
    created: created + i,
  }));
}

function encode(batch: Batch): Buffer {
  const events = batch.events.map((event) => ({
    ...event,
    data: event.data.toString('base64'),
    metadata: event.metadata.toString('base64'),
  }));
  const body = Buffer.from(JSON.stringify({ ...batch, events }));
  const header = Buffer.alloc(FRAME_HEADER);
  header.writeUInt32BE(body.length, 0);
  header.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([header, body]);
}

function frameAt(bytes: Buffer, start: number): { batch: Batch; end: number } | undefined {
  if (start + FRAME_HEADER > bytes.length) return undefined;
  const end = start + FRAME_HEADER + bytes.readUInt32BE(start);
  const body = bytes.subarray(start + FRAME_HEADER, end);
  if (end > bytes.length || crc32(body) !== bytes.readUInt32BE(start + 4)) return undefined;
  const batch = JSON.parse(body.toString('utf8')) as Omit<Batch, 'events'> & {
    events: (Omit<ProposedEvent, 'data' | 'metadata'> & { data: string; metadata: string })[];
  };
  const events = batch.events.map((event) => ({
    ...event,
    data: Buffer.from(event.data, 'base64'),
    metadata: Buffer.from(event.metadata, 'base64'),
  }));
  return { batch: { ...batch, events }, end };
}
