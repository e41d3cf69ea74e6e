/** The look-up columns of pupils. They are HMACs of sealed values, and so stand in the tables only, never in the log. */
import { idNumberIndex, numberIndex, parentAccountIndex, pupilContext, type PupilField } from '../../roster-place.js';
import { hmacIndex } from '../../../privacy/references.js';
import type { Projecting } from './run.js';

interface SealedPupil {
  readonly studentId: string;
  readonly number?: string;
  readonly idNumber?: string;
}

export interface PupilIndexes {
  readonly number: Buffer | null;
  readonly account: Buffer | null;
  readonly idNumber: Buffer | null;
}

/** Null for what is absent; for an erased pupil an index that nothing has. */
export async function pupilIndexes(to: Projecting, pupils: readonly SealedPupil[]): Promise<readonly PupilIndexes[]> {
  const { schoolId, indexKey } = to;
  const numbers = await opened(to, pupils, 'number');
  const idNumbers = await opened(to, pupils, 'idNumber');
  return pupils.map(({ studentId }, i) => {
    const nothing = hmacIndex(indexKey, 'erased', studentId);
    const [number, idNumber] = [numbers[i], idNumbers[i]];
    return {
      number: of(number, nothing, (text) => numberIndex(indexKey, schoolId, text)),
      account: of(number, nothing, (text) => parentAccountIndex(indexKey, schoolId, `P${text}`)),
      idNumber: of(idNumber, nothing, (text) => idNumberIndex(indexKey, text)),
    };
  });
}

/** Undefined where there is no value, null where its key is gone. */
async function opened(
  { personalData, schoolId }: Projecting,
  pupils: readonly SealedPupil[],
  field: 'number' | 'idNumber',
): Promise<readonly (string | null | undefined)[]> {
  const there = pupils.flatMap((pupil, i) =>
    pupil[field] === undefined ? [] : [{ i, ...pupil, sealed: pupil[field] }],
  );
  const values = await personalData.openWhatIsLeft(
    there.map(({ studentId, sealed }) => ({ sealed, context: pupilContext(schoolId, studentId, field as PupilField) })),
  );
  const all: (string | null | undefined)[] = pupils.map(() => undefined);
  for (const [n, { i }] of there.entries()) all[i] = values[n] ?? null;
  return all;
}

function of(value: string | null | undefined, nothing: Buffer, index: (text: string) => Buffer): Buffer | null {
  if (value === undefined) return null;
  return value === null ? nothing : index(value);
}
