import { describe, expect, it } from '@jest/globals';
import { BINDING_EVENTS, type BindingEventType } from '../../domain/binding/events.js';
import { isKnownType, misshapenField } from '../../domain/binding/stored-events/event-shapes.js';
import { misshapenIn } from '../../domain/event-declaration/event.js';
import {
  changes,
  code,
  list,
  optional,
  records,
  sealed,
  text,
  type Fields,
} from '../../domain/event-declaration/fields.js';
import { mapSealed, sealingContext } from '../../domain/event-declaration/sealed-values.js';
import { EVENT_BUILDERS } from './builders.js';

const name = sealed({ as: 'name', subject: 'memberId', readers: ['school'], auditor: 'name' });
const note = sealed({ as: 'visitNote', subject: 'clubId', readers: [], auditor: 'hidden' });
const FIELDS = {
  place: code(),
  note: optional(note),
  members: records({ memberId: text(), name }),
  changed: changes({ name, badge: text() }),
  tags: list<string>(),
} as const;

const visit = {
  place: 'hall',
  note: 'secret-note',
  members: [
    { memberId: 'm1', name: 'secret-1' },
    { memberId: 'm2', name: 'secret-2' },
  ],
  changed: { name: 'secret-3', badge: 'blue' },
  tags: ['a'],
  later: 'a field of a later release',
};

describe('the fields of an event', () => {
  it('must be there and of their kind, unless they are optional', () => {
    expect(misshapenIn(FIELDS, visit)).toBeUndefined();
    expect(misshapenIn(FIELDS, { ...visit, note: undefined })).toBeUndefined();
    expect(misshapenIn(FIELDS, { ...visit, place: null })).toBe('place');
    expect(misshapenIn(FIELDS, { ...visit, members: {} })).toBe('members');
    expect(misshapenIn(FIELDS, { ...visit, changed: [] })).toBe('changed');
  });

  it('are replaced where they are sealed, each with its subject', () => {
    const found: unknown[] = [];
    const masked = mapSealed(FIELDS, visit, { clubId: 'c1', memberId: 'm0' }, ({ value, sealed: { as }, subject }) => {
      found.push([as, subject, value]);
      return '***';
    });
    expect(found).toEqual([
      ['visitNote', 'c1', 'secret-note'],
      ['name', 'm1', 'secret-1'],
      ['name', 'm2', 'secret-2'],
      ['name', 'm0', 'secret-3'],
    ]);
    expect(masked).toEqual({
      ...visit,
      note: '***',
      members: visit.members.map((member) => ({ ...member, name: '***' })),
      changed: { name: '***', badge: 'blue' },
    });
  });

  it('do not mistake what every object inherits for a field', () => {
    expect(mapSealed({}, { constructor: 'x' }, {}, () => '***')).toEqual({ constructor: 'x' });
  });

  it('say under what a value is sealed', () => {
    expect(sealingContext(note, 'club-c1', { clubId: 'c1' })).toEqual({
      stream: 'club-c1',
      subject: 'c1',
      field: 'visitNote',
    });
  });
});

describe('the events of a binding request', () => {
  const types = Object.keys(BINDING_EVENTS) as BindingEventType[];

  it.each(types)('%s has one sentence of meaning, and builders that fit its declaration', (type) => {
    expect(BINDING_EVENTS[type].meaning).toMatch(/^[A-Z].*\.$/);
    expect(isKnownType(type)).toBe(true);
    const metadata = { commandId: 'c', at: '2026-11-02T02:00:00.000Z', actor: {} };
    expect(misshapenField({ ...EVENT_BUILDERS[type](), metadata })).toBeUndefined();
  });

  it.each(types)('%s declares as sealed what the builders write as sealed, and nothing else', (type) => {
    const found: string[] = [];
    const { data } = EVENT_BUILDERS[type]();
    const without = mapSealed(BINDING_EVENTS[type].fields, { ...data }, {}, ({ value }) => {
      found.push(value);
      return '';
    });
    expect(found.filter((value) => !value.startsWith('sealed-'))).toEqual([]);
    expect(JSON.stringify(without)).not.toContain('sealed-');
  });

  it('keep the contexts under which values are sealed: stored values open under no other', () => {
    const contexts = new Set<string>();
    const look = (fields: Fields): void => {
      for (const { sealed: as, inside } of Object.values(fields)) {
        if (inside) look(inside);
        if (as) contexts.add(`${as.as} of ${as.subject}`);
      }
    };
    for (const type of types) look(BINDING_EVENTS[type].fields);
    expect([...contexts].toSorted()).toEqual([
      'abandonReason of applicantId',
      'changes of studentId',
      'disputeNote of studentId',
      'email of applicantId',
      'idNumber of applicantId',
      'keepNote of studentId',
      'mobile of applicantId',
      'name of applicantId',
      'note of applicantId',
      'student of studentId',
      'takeOverReason of studentId',
      'withdrawalReason of studentId',
    ]);
  });
});
