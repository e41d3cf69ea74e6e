import { TextField } from '../http/input/fields.js';

/** 維持原資料: why the pupil's data are right as they are. */
export class KeepBody {
  static readonly examples = { 與戶籍資料相符: { note: '經查與戶籍資料相符，維持原資料。' } };

  @TextField({ max: 500, description: 'Kept sealed; an auditor may read it.' })
  readonly note!: string;
}
