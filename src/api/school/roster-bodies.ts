/** What the office sends about pupils, staff and classes. */
import { ChoiceField, DayField, TextField } from '../http/input/fields.js';

export class RestrictionBody {
  static readonly examples = {
    保護令: {
      from: '2026-12-01',
      to: '2027-05-31',
      document: '臺北地院 115 年度家護字第 1 號',
      note: '家長一方不得接觸',
    },
  };

  @DayField({ description: 'The first day, `YYYY-MM-DD` in Taipei.' })
  readonly from!: string;

  @DayField({ optional: true, description: 'The last day; absent: until it is lifted.' })
  readonly to?: string;

  @TextField({ max: 200, description: 'What orders it. Kept sealed.' })
  readonly document!: string;

  @TextField({ max: 500, description: 'Kept sealed.' })
  readonly note!: string;
}

export class LiftingBody {
  static readonly examples = { 期滿: { note: '保護令期滿。' } };

  @TextField({ max: 500, description: 'Why it is lifted. Kept sealed.' })
  readonly note!: string;
}

export class PasswordResetBody {
  static readonly examples = { 忘記密碼: { reason: '家長本人持身分證到校辦理。' } };

  @TextField({ max: 500, description: 'Kept sealed; an auditor may read it.' })
  readonly reason!: string;
}

export class SubstituteBody {
  static readonly examples = { 請假: { account: 'teacher302', from: '2026-12-01', to: '2026-12-31' } };

  @TextField({ max: 64, description: 'Account of a member of staff of the school.' })
  readonly account!: string;

  @DayField({ description: 'The first day.' })
  readonly from!: string;

  @DayField({ description: 'The last day.' })
  readonly to!: string;
}

export class ResolutionBody {
  static readonly examples = { 以本系統為準: { keep: 'here' }, 以檔案為準: { keep: 'file' } };

  @ChoiceField(['here', 'file'], { description: 'Which of the two values counts from now on.' })
  readonly keep!: 'here' | 'file';
}
