/** Whatever a release has written, every later one can read: schema-versions/<n>.json keeps what version n wrote, for good. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { misshapenField } from '../../domain/binding/stored-events/event-shapes.js';
import { CURRENT_SCHEMA_VERSION } from '../../domain/binding/events.js';
import { STEPS, upcast, upcastBy, type UpcastSteps } from '../../domain/binding/stored-events/upcasters.js';
import { EVENT_BUILDERS } from './builders.js';

interface Written {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly schemaVersion: number };
}

function writtenBy(version: number): readonly Written[] {
  const file = new URL(`schema-versions/${version}.json`, import.meta.url);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Written[]) : [];
}

const versions = Array.from({ length: CURRENT_SCHEMA_VERSION }, (_, i) => i + 1);

describe.each(versions)('events of schema version %d', (version) => {
  it('are kept as they were written', () => {
    const written = writtenBy(version);
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter(({ metadata }) => metadata.schemaVersion !== version)).toEqual([]);
  });

  it.each(writtenBy(version).map((event) => [event.type, event] as const))('%s has the shape of today', (_, event) => {
    const data = upcast(event.type, version, event.data);
    expect(misshapenField({ ...event, data })).toBeUndefined();
  });
});

describe('what is kept of each version', () => {
  it('has an event of every type there is today', () => {
    const kept = new Set(versions.flatMap(writtenBy).map(({ type }) => type));
    expect(Object.keys(EVENT_BUILDERS).filter((type) => !kept.has(type))).toEqual([]);
  });

  it('has an event for every step to take', () => {
    const starts = Object.entries(STEPS).flatMap(([type, steps]) =>
      Object.keys(steps).map((version) => `${type} of version ${version}`),
    );
    const kept = versions.flatMap((version) => writtenBy(version).map(({ type }) => `${type} of version ${version}`));
    expect(starts.filter((start) => !kept.includes(start))).toEqual([]);
  });
});

describe('steps between versions', () => {
  const steps: UpcastSteps = {
    Moved: {
      1: ({ street, ...rest }) => ({ ...rest, address: { street } }),
      3: (data) => ({ ...data, country: 'TW' }),
    },
  };
  const moved = (version: number, data: object) => upcastBy(steps, 4, 'Moved', version, { ...data });

  it('follow each other from the version of the event on', () => {
    expect(moved(1, { street: 'A', no: 7 })).toEqual({ no: 7, address: { street: 'A' }, country: 'TW' });
    expect(moved(2, { address: { street: 'A' } })).toEqual({ address: { street: 'A' }, country: 'TW' });
    expect(moved(4, { address: {}, country: 'JP' })).toEqual({ address: {}, country: 'JP' });
  });

  it('leave a type without steps, and a later version, as they are', () => {
    expect(upcastBy(steps, 4, 'Stayed', 1, { a: 1 })).toEqual({ a: 1 });
    expect(upcastBy(steps, 4, 'constructor', 1, { a: 1 })).toEqual({ a: 1 });
    expect(moved(5, { street: 'A' })).toEqual({ street: 'A' });
  });
});
