import { EXAMPLE_APPLICANT } from '../../http/docs/documentation-page.js';
import { IdListField, TextField } from '../../http/input/fields.js';

/** 撤回: whom, and why. */
export class WithdrawalBody {
  static readonly examples = {
    'Everybody who may still be withdrawn': {},
    'One applicant, with the reason': { applicantIds: [EXAMPLE_APPLICANT], reason: '改由另一位監護人申辦' },
  };

  @IdListField({ max: 10, optional: true, description: 'Absent: everybody who may still be withdrawn.' })
  readonly applicantIds?: readonly string[];

  @TextField({ max: 500, optional: true, description: 'Read by the school.', example: '改由另一位監護人申辦' })
  readonly reason?: string;
}
