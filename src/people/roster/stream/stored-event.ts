/** Events of a school as the log has them, checked against their declarations. */
import { isDeclared, misshapenIn } from '../../../../domain/event-declaration/event.js';
import {
  SCHOOL_EVENTS,
  SCHOOL_SCHEMA_VERSION,
  type SchoolEvents,
  type SchoolEventType,
} from '../../../../domain/school/events.js';
import type { StoredEvent } from '../../../../eventstore/port.js';

/** Which try of which import an event belongs to: it counts only where the RosterImportApplied of the same try follows. */
export interface ImportMark {
  readonly id: string;
  readonly attempt: number;
}

export interface StoredSchoolEvent<T extends SchoolEventType = SchoolEventType> {
  readonly schoolId: string;
  readonly revision: number;
  readonly type: T;
  readonly data: SchoolEvents[T];
  readonly at: string;
  readonly commandId: string;
  readonly import: ImportMark | null;
}

/** The event is none that this release can read; a newer one wrote it, or it was altered. */
export class UnknownSchoolEvent extends Error {
  override readonly name = 'UnknownSchoolEvent';
  constructor({ stream, revision, type }: StoredEvent, why: string) {
    super(`cannot read ${type} (${stream}, revision ${revision}): ${why}`);
  }
}

/** @throws UnknownSchoolEvent */
export function readSchoolEvent(event: StoredEvent): StoredSchoolEvent {
  const { type } = event;
  if (!isDeclared(SCHOOL_EVENTS, type)) throw new UnknownSchoolEvent(event, 'no event of a school has this name');
  const { metadata } = event;
  if (metadata['schemaVersion'] !== SCHOOL_SCHEMA_VERSION) throw new UnknownSchoolEvent(event, 'newer schema');
  const misfit = misshapenIn(SCHOOL_EVENTS[type].fields, event.data);
  if (misfit !== undefined) throw new UnknownSchoolEvent(event, `misshapen ${misfit}`);
  return {
    schoolId: event.stream.slice(event.stream.indexOf('-') + 1),
    revision: event.revision,
    type,
    data: event.data as SchoolEvents[SchoolEventType],
    at: String(metadata['at']),
    commandId: String(metadata['commandId']),
    import: (metadata['import'] as ImportMark | undefined) ?? null,
  };
}
