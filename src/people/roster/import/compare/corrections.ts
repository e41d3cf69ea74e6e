/** What was corrected here, and what a file may say about it. */
import type { ConflictField } from '../../../../../domain/school/events.js';
import { conflictContext, pupilContext } from '../../roster-place.js';
import type { ComparePlaces } from './compare-pupils.js';
import { correctionsOf, type Correction } from './present-pupils.js';

export class Corrections {
  private constructor(
    private readonly places: ComparePlaces,
    private readonly made: ReadonlyMap<string, Correction>,
  ) {}

  static async of(places: ComparePlaces): Promise<Corrections> {
    return new Corrections(places, await correctionsOf(places.db, places.schoolId));
  }

  /**
   * Of a file's value that differs from ours: `conflict` where it is what a correction replaced, so that an older export
   * would undo it; `keep` where somebody has decided against it already; else `take`.
   */
  async verdict(studentId: string, field: ConflictField, file: string): Promise<'take' | 'keep' | 'conflict'> {
    const correction = this.made.get(`${studentId}/${field}`);
    if (!correction) return 'take';
    for (const refused of correction.refused) {
      if ((await this.open(refused, studentId, field, true)) === file) return 'keep';
    }
    return (await this.open(correction.before, studentId, field, false)) === file ? 'conflict' : 'take';
  }

  private async open(
    value: string,
    studentId: string,
    field: ConflictField,
    conflict: boolean,
  ): Promise<string | null> {
    const { personalData, schoolId } = this.places;
    if (field === 'classId' && !conflict) return value;
    const context = conflict
      ? conflictContext(schoolId, studentId, field)
      : pupilContext(schoolId, studentId, field === 'name' ? 'name' : 'number');
    const [opened = null] = await personalData.openWhatIsLeft([{ sealed: value, context }]);
    return opened;
  }
}
