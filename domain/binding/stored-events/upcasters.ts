/**
 * Old shapes of events, turned into today's. The log never changes; where the shape of a type has changed,
 * a step here turns its data of one schema version into that of the next, and readers know only the last one.
 */
import { CURRENT_SCHEMA_VERSION } from '../events.js';

type Data = Readonly<Record<string, unknown>>;

/** From the data of a version to that of the next. Pure; a step that has been released never changes. */
export type UpcastStep = (data: Data) => Data;

/** Type → schema version it starts from → step. A version in which the type stayed as it was has none. */
export type UpcastSteps = Readonly<Record<string, Readonly<Record<number, UpcastStep>>>>;

/** Every event is of version 1 so far. test/domain/schema-versions/ keeps events of each version as they were written. */
export const STEPS: UpcastSteps = {};

/** The data of an event in the shape of this release. A type that is not known, or of a later version, stays as it is. */
export function upcast(type: string, schemaVersion: number, data: Data): Data {
  return upcastBy(STEPS, CURRENT_SCHEMA_VERSION, type, schemaVersion, data);
}

/** As `upcast`, by other steps up to another version. */
export function upcastBy(steps: UpcastSteps, current: number, type: string, schemaVersion: number, data: Data): Data {
  const own = Object.hasOwn(steps, type) ? steps[type] : undefined;
  if (!own) return data;
  let after = data;
  for (let version = schemaVersion; version < current; version += 1) after = own[version]?.(after) ?? after;
  return after;
}
