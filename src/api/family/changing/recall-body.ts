import { EXAMPLE_APPLICANT } from '../../http/docs/documentation-page.js';
import { IdListField } from '../../http/input/fields.js';

/** 修正 while 待審核: who comes back to the family. */
export class RecallBody {
  static readonly examples = { 修正: { applicantIds: [EXAMPLE_APPLICANT] } };

  @IdListField({ max: 10, description: 'All of them, or none.', example: [EXAMPLE_APPLICANT] })
  readonly applicantIds!: readonly string[];
}
