/** From a school's events to what they mean for the enrolment of a pupil. All other events of a school change nothing here. */
import { isDeclared, misshapenIn } from '../../domain/event-declaration/event.js';
import { SCHOOL_EVENTS, SCHOOL_SCHEMA_VERSION, type SchoolEvents } from '../../domain/school/events.js';
import type { StoredEvent } from '../../eventstore/port.js';
import { PoisonEvent } from '../folding/read-model.js';
import { isTime } from '../queries/cursor.js';

const READ = [
  'SchoolAdded',
  'SchoolDataChanged',
  'StudentEnrolled',
  'StudentDataChanged',
  'ClassChanged',
  'StudentLeft',
  'StudentReturned',
] as const;
type ReadType = (typeof READ)[number];

/** An event of a school with the fields that are read here; no value of a person is among them. */
export type RosterChange = {
  [T in ReadType]: { readonly type: T; readonly data: Partial<SchoolEvents[T]>; readonly at: string };
}[ReadType];

export type ReadRosterEvent =
  | { readonly kind: 'change'; readonly change: RosterChange; readonly importKey: string | null }
  /** The changes of this attempt of this import count from here on. */
  | { readonly kind: 'applied'; readonly importKey: string }
  | { readonly kind: 'nothing' };

const KEPT = ['name', 'studentId', 'classId', 'suspended', 'excluded', 'movedFrom'];
const NOTHING: ReadRosterEvent = { kind: 'nothing' };

/** @throws PoisonEvent for a known type of another shape, or of a schema version that only a later release can read. */
export function readRosterEvent({ type, data, metadata }: StoredEvent): ReadRosterEvent {
  if (!isDeclared(SCHOOL_EVENTS, type)) return NOTHING;
  if (Number(metadata['schemaVersion']) > SCHOOL_SCHEMA_VERSION) throw new PoisonEvent('newer-schema');
  const importKey = importKeyOf(metadata['import']);
  if (type === 'RosterImportApplied') return importKey === null ? NOTHING : { kind: 'applied', importKey };
  if (!isRead(type)) return NOTHING;
  const misfit = misshapenIn(SCHOOL_EVENTS[type].fields, data);
  if (misfit !== undefined) throw new PoisonEvent(`misshapen-${misfit}`);
  const { at } = metadata;
  if (!isTime(at)) throw new PoisonEvent('misshapen-metadata-at');
  return { kind: 'change', change: changeOf(type, data, at), importKey };
}

/** @param data of the log, or the fields that were kept of it. */
export function changeOf(type: string, data: object, at: string): RosterChange {
  const isSchool = type === 'SchoolAdded' || type === 'SchoolDataChanged';
  const kept = Object.entries(data).filter(([name]) => KEPT.includes(name) && (isSchool || name !== 'name'));
  // The shape was checked when the event was read; TypeScript cannot follow a table of shapes.
  return { type, data: Object.fromEntries(kept), at } as unknown as RosterChange;
}

function isRead(type: string): type is ReadType {
  return READ.some((one) => one === type);
}

function importKeyOf(mark: unknown): string | null {
  if (typeof mark !== 'object' || mark === null) return null;
  const { id, attempt } = mark as { readonly id?: unknown; readonly attempt?: unknown };
  return `${String(id)}/${String(attempt)}`;
}
