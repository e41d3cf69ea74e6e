/**
 * The file's pupils beside the school's. A pupil is who has the same ID number, else the same student number; a row that
 * keeps the number and changes both name and ID number is another person.
 */
import { randomUUID } from 'node:crypto';
import type { ConflictField } from '../../../../../domain/school/events.js';
import type { SqlQuery } from '../../../../../eventstore/sql.js';
import type { PersonalDataService } from '../../../privacy/personal-data.js';
import { idNumberIndex, numberIndex } from '../../roster-place.js';
import type { Issues } from '../read/issues.js';
import type { StudentRow } from '../read/roster-rows.js';
import { Corrections } from './corrections.js';
import { holdReasons } from './hold-reasons.js';
import { noCounts, type Change, type Counting, type Plan, type PlannedConflict, type PupilData } from './plan.js';
import { namesOf, presentPupils, pupilsElsewhere, type ElsewherePupil, type PresentPupil } from './present-pupils.js';

export interface ComparePlaces {
  readonly db: SqlQuery;
  readonly personalData: PersonalDataService;
  readonly indexKey: Buffer;
  readonly schoolId: string;
}

export interface PupilPlan extends Pick<Plan, 'changes' | 'conflicts' | 'counts' | 'heldBecause' | 'ending'> {
  /** Active pupils after the import by the hexadecimal index of their numbers: ties of staff are made with these. */
  readonly byNumber: ReadonlyMap<string, string>;
}

interface IndexedRow {
  readonly row: StudentRow;
  readonly id: string;
  readonly number: string;
}

const GROUP = 1_000;
const SHOWN_ENDINGS = 100;

export async function comparePupils(
  places: ComparePlaces,
  rows: readonly StudentRow[],
  issues: Issues,
  progress: (rows: number) => void,
): Promise<PupilPlan> {
  const { db, schoolId } = places;
  const present = await presentPupils(db, schoolId);
  const corrections = await Corrections.of(places);
  const comparison = new PupilComparison(places, present, corrections, issues);
  const indexed = comparison.indexed(rows);
  const unknown = indexed.filter(({ id }) => !comparison.knows(id)).map(({ id }) => id);
  comparison.meet(indexed, await pupilsElsewhere(db, schoolId, unknown));
  for (let first = 0; first < indexed.length; first += GROUP) {
    await comparison.compare(indexed.slice(first, first + GROUP));
    progress(Math.min(first + GROUP, indexed.length));
  }
  return comparison.plan();
}

class PupilComparison {
  private readonly active: readonly PresentPupil[];
  private readonly byId = new Map<string, PresentPupil>();
  private readonly byNumber = new Map<string, PresentPupil>();
  private readonly claimed = new Set<string>();
  private elsewhere: ReadonlyMap<string, ElsewherePupil> = new Map();
  private readonly changes: Change[] = [];
  private readonly leaving: Change[] = [];
  private readonly conflicts: PlannedConflict[] = [];
  private readonly counts: Counting = noCounts();
  private readonly ended: PresentPupil[] = [];
  private readonly after = new Map<string, { studentId: string; classId: string }>();
  private names = 0;
  private idNumbers = 0;
  private otherPersons = 0;

  constructor(
    private readonly places: ComparePlaces,
    present: readonly PresentPupil[],
    private readonly corrections: Corrections,
    private readonly issues: Issues,
  ) {
    this.active = present.filter(({ enrolment }) => enrolment === 'enrolled');
    // Who is at the school wins over who was.
    for (const pupil of present) {
      if (pupil.enrolment === 'enrolled' || !this.byId.has(pupil.idIndex)) this.byId.set(pupil.idIndex, pupil);
    }
    for (const pupil of this.active) this.byNumber.set(pupil.numberIndex, pupil);
  }

  knows(id: string): boolean {
    return this.byId.has(id);
  }

  /** With their indexes; a number that stands twice in the file is an error at the later row. */
  indexed(rows: readonly StudentRow[]): readonly IndexedRow[] {
    const { indexKey, schoolId } = this.places;
    const [ids, numbers] = [new Set<string>(), new Set<string>()];
    return rows.map((row) => {
      const id = idNumberIndex(indexKey, row.idNumber).toString('hex');
      const number = numberIndex(indexKey, schoolId, row.number).toString('hex');
      if (numbers.has(number)) this.error('duplicate-student-number', row, 'student_number');
      if (ids.has(id)) this.error('duplicate-id-number', row, 'id_number');
      numbers.add(number);
      ids.add(id);
      return { row, id, number };
    });
  }

  /** Who is claimed by an ID number is not to be had by a student number any more. */
  meet(rows: readonly IndexedRow[], elsewhere: ReadonlyMap<string, ElsewherePupil>): void {
    this.elsewhere = elsewhere;
    for (const { id } of rows) {
      const pupil = this.byId.get(id);
      if (pupil) this.claimed.add(pupil.studentId);
    }
  }

  async compare(rows: readonly IndexedRow[]): Promise<void> {
    const matches = rows.map((row) => ({ row, ...this.match(row) }));
    const pupils = matches.flatMap(({ pupil }) => pupil ?? []);
    const names = await namesOf(this.places.personalData, this.places.schoolId, pupils);
    for (const { row, pupil, by } of matches) {
      if (!pupil) this.newcomer(row);
      else await this.known(row, pupil, by, names.get(pupil.studentId) ?? null);
    }
  }

  plan(): PupilPlan {
    const absent = this.active.filter(({ studentId }) => !this.claimed.has(studentId));
    for (const pupil of absent) this.end(pupil, 'left');
    const filled = new Set([...this.after.values()].map(({ classId }) => classId));
    const before = new Set(this.active.map(({ classId }) => classId));
    return {
      // Who leaves goes first: the number may be given to somebody else.
      changes: [...this.leaving, ...this.changes],
      conflicts: this.conflicts,
      counts: this.counts,
      heldBecause: holdReasons({
        pupils: this.active.length,
        ended: this.counts.ended,
        classes: before.size,
        vanished: [...before].filter((classId) => !filled.has(classId)).length,
        names: this.names,
        idNumbers: this.idNumbers,
        otherPersons: this.otherPersons,
      }),
      ending: this.ended.slice(0, SHOWN_ENDINGS).map(({ studentId, classId }) => ({ studentId, classId })),
      byNumber: new Map([...this.after].map(([number, { studentId }]) => [number, studentId])),
    };
  }

  private match({ id, number }: IndexedRow): {
    readonly pupil: PresentPupil | undefined;
    readonly by: 'id' | 'number';
  } {
    const pupil = this.byId.get(id);
    if (pupil) return { pupil, by: 'id' };
    const namesake = this.elsewhere.has(id) ? undefined : this.byNumber.get(number);
    if (!namesake || this.claimed.has(namesake.studentId)) return { pupil: undefined, by: 'number' };
    this.claimed.add(namesake.studentId);
    return { pupil: namesake, by: 'number' };
  }

  private newcomer(indexed: IndexedRow): void {
    const { row, id } = indexed;
    const other = this.elsewhere.get(id);
    if (other?.active && other.movedFromHere) return this.error('moved-to', row, 'id_number');
    // Somebody whom nobody here ever knew, and who has left already.
    if (!isActive(row)) return void (this.counts.unchanged += 1);
    if (other) this.issues.warn('moves-from', row.place.file.name, row.place.row, header(row, 'id_number'));
    this.counts.added += 1;
    this.enrol(indexed, other?.studentId ?? randomUUID(), other?.schoolId);
  }

  private enrol(indexed: IndexedRow, studentId: string, movedFrom?: string): void {
    const { number, name, idNumber, classId, enrolment, excluded } = indexed.row;
    this.after.set(indexed.number, { studentId, classId });
    this.changes.push({
      do: 'enrol',
      studentId,
      loginId: randomUUID(),
      number,
      name,
      idNumber,
      classId,
      excluded,
      suspended: enrolment === 'suspended',
      ...(movedFrom !== undefined && { movedFrom }),
    });
  }

  private async known(
    indexed: IndexedRow,
    pupil: PresentPupil,
    by: 'id' | 'number',
    name: string | null,
  ): Promise<void> {
    const { row } = indexed;
    // An erased pupil: nothing of them comes back by a file.
    if (name === null) {
      this.stay(indexed, pupil);
      return void (this.counts.unchanged += 1);
    }
    if (by === 'number' && name !== row.name && isActive(row)) {
      this.otherPersons += 1;
      this.end(pupil, 'left');
      this.counts.added += 1;
      return this.enrol(indexed, randomUUID());
    }
    if (!isActive(row)) return this.leaves(row, pupil);
    this.stay(indexed, pupil);
    await this.difference(indexed, pupil, by, name);
  }

  private stay({ row, number }: IndexedRow, { studentId }: PresentPupil): void {
    if (isActive(row)) this.after.set(number, { studentId, classId: row.classId });
  }

  private leaves({ enrolment }: StudentRow, pupil: PresentPupil): void {
    if (enrolment === 'enrolled' || enrolment === 'suspended') return;
    if (pupil.enrolment === 'enrolled') this.end(pupil, enrolment);
    else if (pupil.enrolment === enrolment) this.counts.unchanged += 1;
    else {
      this.counts.changed += 1;
      this.leaving.push({ do: 'leave', studentId: pupil.studentId, as: enrolment });
    }
  }

  private async difference(indexed: IndexedRow, pupil: PresentPupil, by: 'id' | 'number', name: string): Promise<void> {
    const { row, number } = indexed;
    const { studentId } = pupil;
    const back = pupil.enrolment !== 'enrolled';
    let conflicts = 0;
    const differs = async (field: ConflictField, is: boolean, file: string): Promise<boolean> => {
      const verdict = is ? await this.corrections.verdict(studentId, field, file) : 'take';
      if (verdict === 'conflict') {
        conflicts += 1;
        this.conflicts.push({ studentId, field, file });
      }
      return is && verdict === 'take';
    };
    const data: PupilData = {
      ...((await differs('name', name !== row.name, row.name)) && { name: row.name }),
      ...((await differs('number', pupil.numberIndex !== number, row.number)) && { number: row.number }),
      ...(by === 'number' && { idNumber: row.idNumber }),
      ...(!back && tells(row, 'status') && isSuspended(row) !== pupil.suspended && { suspended: isSuspended(row) }),
      ...(tells(row, 'excluded') && row.excluded !== pupil.excluded && { excluded: row.excluded }),
    };
    const moves = !back && (await differs('classId', pupil.classId !== row.classId, row.classId));
    if (data.name !== undefined) this.names += 1;
    if (data.idNumber !== undefined) this.idNumbers += 1;
    if (back) {
      const { classId } = row;
      this.changes.push({ do: 'return', studentId, classId, suspended: isSuspended(row) });
    }
    const changed = Object.keys(data).length > 0;
    if (changed) this.changes.push({ do: 'change-pupil', studentId, ...data });
    if (moves) this.changes.push({ do: 'change-class', studentId, classId: row.classId });
    this.count(back ? 'added' : changed || moves ? 'changed' : conflicts > 0 ? null : 'unchanged');
    if (conflicts > 0) this.counts.conflicts += 1;
  }

  private count(kind: keyof Counting | null): void {
    if (kind !== null) this.counts[kind] += 1;
  }

  private end(pupil: PresentPupil, as: 'left' | 'graduated' | 'died'): void {
    this.counts.ended += 1;
    this.ended.push(pupil);
    this.leaving.push({ do: 'leave', studentId: pupil.studentId, as });
  }

  private error(code: Parameters<Issues['error']>[0], row: StudentRow, column: string): void {
    this.issues.error(code, row.place.file.name, row.place.row, header(row, column));
  }
}

function isActive({ enrolment }: StudentRow): boolean {
  return enrolment === 'enrolled' || enrolment === 'suspended';
}

function isSuspended({ enrolment }: StudentRow): boolean {
  return enrolment === 'suspended';
}

/** Whether the file has the column: what it does not speak of stays as it is. */
function tells({ place }: StudentRow, column: string): boolean {
  return place.file.headers[column] !== undefined;
}

function header({ place }: StudentRow, column: string): string {
  return place.file.headers[column] ?? column;
}
