import { EXAMPLE_APPLICANT } from '../../http/docs/documentation-page.js';
import { IdListField, RevisionsField } from '../../http/input/fields.js';

/** 送出申請: the signed consent of those who are named, on exactly what was shown. */
export class SubmissionBody {
  static readonly examples = {
    'Everybody, as the case you read last shows them': { dossierRevisions: { [EXAMPLE_APPLICANT]: 3 } },
  };

  @IdListField({ max: 10, optional: true, description: 'Absent: everybody who has not been sent yet.' })
  readonly applicantIds?: readonly string[];

  @RevisionsField({
    description: '{applicantId: its `dossierRevision` as it was shown}.',
    example: { [EXAMPLE_APPLICANT]: 3 },
  })
  readonly dossierRevisions!: Readonly<Record<string, number>>;
}
