import { PAPER_DOCUMENTS, type PaperDocument } from '../../../domain/binding/vocabulary.js';
import { EXAMPLE_APPLICANT } from '../http/docs/documentation-page.js';
import { ChoicesField, IdField } from '../http/input/fields.js';

/** 收到申請書: what lies in the school's hands on paper. */
export class PaperFormBody {
  static readonly examples = {
    申請書: { applicantId: EXAMPLE_APPLICANT, documents: ['application-form'] },
    '申請書、身分證影本': { applicantId: EXAMPLE_APPLICANT, documents: ['application-form', 'id-card'] },
  };

  @IdField({ description: '`applicantId` of the inbox.' })
  readonly applicantId!: string;

  @ChoicesField(PAPER_DOCUMENTS, { some: true, description: 'At least one.', example: ['application-form'] })
  readonly documents!: readonly PaperDocument[];
}
