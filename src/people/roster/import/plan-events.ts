/** A plan → events of the school, sealed group by group, so that a file of any size needs little memory. */
import type { SchoolEvent } from '../../../../domain/school/events.js';
import { taipeiDay } from '../../../../domain/calendar/taipei.js';
import type { PersonalDataService, PlainValue } from '../../privacy/personal-data.js';
import type { References } from '../../privacy/references.js';
import { pupilContext, staffContext } from '../roster-place.js';
import type { Change } from './compare/plan.js';

export interface SealingPlaces {
  readonly personalData: PersonalDataService;
  readonly references: References;
  readonly schoolId: string;
  /** The moment of the import: grants begin on its day. */
  readonly at: string;
}

/** At most 300 changes, else the keys of too many people are asked for at once. */
export async function eventsOf(places: SealingPlaces, changes: readonly Change[]): Promise<readonly SchoolEvent[]> {
  const values = changes.map((change) => plainValues(places.schoolId, change));
  const sealed = await places.personalData.sealMany(values.flat());
  const withIds = changes.flatMap((change) => idNumberOf(change) ?? []);
  const refs = new Map((await places.references.personRefsOf(withIds)).map((ref, i) => [withIds[i], ref] as const));
  let next = 0;
  return changes.map((change, i) => {
    const fields = (values[i] ?? []).map(({ context }) => [context.field, sealed[next++] ?? ''] as const);
    return eventOf(change, Object.fromEntries(fields), refs.get(idNumberOf(change)), places.at);
  });
}

function plainValues(schoolId: string, change: Change): readonly PlainValue[] {
  switch (change.do) {
    case 'enrol':
    case 'change-pupil':
      return (['name', 'number', 'idNumber'] as const).flatMap((field) => {
        const plain = change[field];
        return plain === undefined ? [] : [{ plain, context: pupilContext(schoolId, change.studentId, field) }];
      });
    case 'add-staff':
    case 'change-staff':
      return (['name', 'email', 'idNumber'] as const).flatMap((field) => {
        const plain = change[field];
        return plain === undefined ? [] : [{ plain, context: staffContext(schoolId, change.staffId, field) }];
      });
    default:
      return [];
  }
}

function idNumberOf(change: Change): string | undefined {
  return 'idNumber' in change ? change.idNumber : undefined;
}

type SealedFields = Readonly<Record<string, string>>;

function eventOf(change: Change, sealed: SealedFields, ref: string | undefined, at: string): SchoolEvent {
  const today = taipeiDay(at);
  const personRef = ref === undefined ? {} : { personRef: ref };
  switch (change.do) {
    case 'add-class':
      return { type: 'ClassAdded', data: { classId: change.classId } };
    case 'enrol': {
      const { studentId, loginId, classId, suspended, excluded, movedFrom } = change;
      return {
        type: 'StudentEnrolled',
        data: {
          studentId,
          loginId,
          classId,
          suspended,
          personRef: ref ?? '',
          name: sealed['name'] ?? '',
          number: sealed['number'] ?? '',
          idNumber: sealed['idNumber'] ?? '',
          ...(excluded !== null && { excluded }),
          ...(movedFrom !== undefined && { movedFrom }),
        },
      };
    }
    case 'change-pupil': {
      const { studentId, suspended, excluded } = change;
      return {
        type: 'StudentDataChanged',
        data: {
          studentId,
          ...sealed,
          ...personRef,
          ...(suspended !== undefined && { suspended }),
          ...(excluded !== undefined && { excluded: excluded ?? '' }),
        },
      };
    }
    case 'change-class':
      return { type: 'ClassChanged', data: { studentId: change.studentId, classId: change.classId } };
    case 'leave':
      return { type: 'StudentLeft', data: { studentId: change.studentId, as: change.as } };
    case 'return': {
      const { studentId, classId, suspended } = change;
      return { type: 'StudentReturned', data: { studentId, classId, suspended } };
    }
    case 'add-staff': {
      const { staffId, account } = change;
      return { type: 'StaffAdded', data: { staffId, account, name: sealed['name'] ?? '', ...sealed, ...personRef } };
    }
    case 'change-staff':
      return { type: 'StaffDataChanged', data: { staffId: change.staffId, ...sealed, ...personRef } };
    case 'remove-staff':
      return { type: 'StaffRemoved', data: { staffId: change.staffId } };
    case 'roles':
      return { type: 'RolesChanged', data: { staffId: change.staffId, roles: change.roles } };
    case 'tie':
    case 'untie': {
      const { staffId, studentId } = change;
      return { type: change.do === 'tie' ? 'FamilyTieSet' : 'FamilyTieEnded', data: { staffId, studentId } };
    }
    case 'assign':
      return { type: 'TeacherAssigned', data: { classId: change.classId, staffId: change.staffId, from: today } };
    case 'unassign':
      return {
        type: 'TeacherUnassigned',
        data: { classId: change.classId, staffId: change.staffId, to: dayBefore(today) },
      };
    case 'substitute': {
      const { classId, staffId, from, to } = change;
      return { type: 'SubstituteSet', data: { classId, staffId, from, to } };
    }
    case 'end-substitute':
      return { type: 'SubstituteEnded', data: { classId: change.classId } };
  }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) - 86_400_000).toISOString().slice(0, 10);
}
