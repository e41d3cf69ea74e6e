import { ChoiceField, DayField, TextField } from '../../http/input/fields.js';

/** 本人同意 or 本人不同意, and 申辦帳號 or 無意參加. */
export class ConsentBody {
  static readonly examples = {
    '本人同意、申辦帳號': { decision: 'agree', intent: 'apply', textVersion: '2020-08-20-r1' },
    無意參加: { decision: 'disagree', intent: 'not-joining', textVersion: '2020-08-20-r1' },
    'At the counter, on paper': {
      decision: 'agree',
      intent: 'apply',
      textVersion: '2020-08-20-r1',
      method: 'paper',
      paperDate: '2020-09-01',
    },
  };

  @ChoiceField(['agree', 'disagree'], { example: 'agree' })
  readonly decision!: 'agree' | 'disagree';

  @ChoiceField(['apply', 'not-joining'], { example: 'apply' })
  readonly intent!: 'apply' | 'not-joining';

  @TextField({ max: 64, description: 'Version of the text that was shown.', example: '2020-08-20-r1' })
  readonly textVersion!: string;

  @ChoiceField(['online', 'paper'], {
    optional: true,
    description: 'paper: registrar only. Absent: online.',
    example: 'online',
  })
  readonly method?: 'online' | 'paper';

  @DayField({ optional: true, description: 'Day of the signature on paper; not in the future.' })
  readonly paperDate?: string;
}
