import { readModels } from '../../../projections/read-models.js';
import { ChoiceField } from '../http/input/fields.js';

/** Which read model is to be filled again from the log. */
export class RebuildBody {
  static readonly examples = { 審核清單: { model: 'review_inbox' } };

  @ChoiceField(readModels.map(({ name }) => name), {
    description: 'Name of the read model, as GET /admin/parked and `projections list` have it.',
  })
  readonly model!: string;
}
