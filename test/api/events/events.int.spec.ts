import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { System, TEST_LIMITS } from '../../http/system.js';
import type { Person } from '../../http/person.js';

interface Heard {
  readonly id?: string;
  readonly data: { readonly type: string; readonly id: string; readonly revision: number };
}

/** Reads a stream of events as a browser does. */
class Stream {
  readonly heard: Heard[] = [];
  private text = '';
  private readonly leaving = new AbortController();
  status = 0;
  ended = false;

  static async open(person: Person, lastEventId?: string): Promise<Stream> {
    const stream = new Stream();
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const response = await person.open('/api/v1/events', headers, stream.leaving.signal);
    stream.status = response.status;
    if (response.ok && response.body) void stream.read(response.body);
    return stream;
  }

  leave(): void {
    this.leaving.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) this.take(decoder.decode(chunk, { stream: true }));
    } catch {
      // We left.
    }
    this.ended = true;
  }

  private take(text: string): void {
    this.text += text;
    const parts = this.text.split('\n\n');
    this.text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^data: (.*)$/m.exec(part)?.[1];
      const id = /^id: (.*)$/m.exec(part)?.[1];
      if (data !== undefined)
        this.heard.push({ ...(id !== undefined && { id }), data: JSON.parse(data) as Heard['data'] });
    }
  }
}

async function eventually(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !what(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(what()).toBe(true);
}

describe('the stream of events', () => {
  let system: System;
  const open: Stream[] = [];
  const stream = async (person: Person, lastEventId?: string): Promise<Stream> => {
    const opened = await Stream.open(person, lastEventId);
    open.push(opened);
    return opened;
  };

  beforeAll(async () => {
    system = await System.start({ limits: { ...TEST_LIMITS, requestsInFlight: 4 } });
  }, 120_000);

  afterEach(() => {
    for (const one of open.splice(0)) one.leave();
  });

  afterAll(async () => {
    await system.stop();
  }, 30_000);

  it('is for who is signed in', async () => {
    expect((await stream(system.stranger())).status).toBe(401);
  });

  it('tells a family of its own case and nobody else, and the page that is read then shows it', async () => {
    const family = await system.parentOf('10630009');
    const other = await system.parentOf('10630010');
    const [own, others] = [await stream(family), await stream(other)];
    const { body } = await family.post('/api/v1/bindings', {});
    await eventually(() => own.heard.length > 0);
    const [first] = own.heard;
    expect(first?.data).toEqual({ type: 'case-changed', id: body['id'], revision: 0 });
    expect(others.heard).toEqual([]);

    await family.post(`/api/v1/bindings/${String(body['id'])}/withdrawal`, {});
    await eventually(() => own.heard.length > 1);
    const read = await family.get(`/api/v1/bindings/${String(body['id'])}`);
    expect(Number(read.body['revision'])).toBeGreaterThanOrEqual(own.heard[1]!.data.revision);

    const again = await stream(family, first?.id);
    await eventually(() => again.heard.length > 0);
    expect(again.heard[0]?.data.revision).toBe(own.heard[1]?.data.revision);
    expect((await stream(family, 'of-no-log')).status).toBe(200);
  });

  it('takes no place of a request in hand, and no more than two of a session', async () => {
    const family = await system.parentOf('10630011');
    const streams = [await stream(family), await stream(family), await stream(family)];
    const teacher = await system.staff('teacher301');
    streams.push(await stream(teacher), await stream(teacher));
    expect(streams.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await family.get('/api/v1/bindings')).status).toBe(200);
    await eventually(() => streams[0]!.ended);
    expect(streams.slice(1).map(({ ended }) => ended)).toEqual([false, false, false, false]);
  });
});
