import { CORRECTABLE_FIELDS, type CorrectableField } from '../../../domain/binding/vocabulary.js';
import { ChoicesField, CountField, TextField } from '../http/input/fields.js';

/** 請補正: the fields that are opened to the family again, with a reason from GET /reason-codes. */
export class CorrectionBody {
  static readonly examples = {
    '手機、電子郵件有誤': { dossierRevision: 4, fields: ['mobile', 'email'], reasonCode: 'contact-wrong' },
    '其他, with a note': {
      dossierRevision: 4,
      fields: ['name'],
      reasonCode: 'other',
      note: '請與身分證上的姓名一致。',
    },
  };

  @CountField({ description: '`dossierRevision` of the comparison that was shown.', example: 4 })
  readonly dossierRevision!: number;

  @ChoicesField(CORRECTABLE_FIELDS, { description: 'What the family is to give anew.', example: ['mobile'] })
  readonly fields!: readonly CorrectableField[];

  @TextField({ max: 64, description: 'A code of GET /reason-codes with `for` correction.', example: 'contact-wrong' })
  readonly reasonCode!: string;

  @TextField({ max: 500, optional: true, description: 'What the parent should know; needed for some reasons.' })
  readonly note?: string;
}
