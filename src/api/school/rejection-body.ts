import { CountField, TextField } from '../http/input/fields.js';

/** 不通過, with a reason from GET /reason-codes. */
export class RejectionBody {
  static readonly examples = {
    非學生之監護人: { dossierRevision: 4, reasonCode: 'not-guardian' },
    '其他, with a note': { dossierRevision: 4, reasonCode: 'other', note: '請攜帶戶口名簿至註冊組更新資料。' },
  };

  @CountField({ description: '`dossierRevision` of the comparison that was shown.', example: 4 })
  readonly dossierRevision!: number;

  @TextField({ max: 64, description: 'A code of GET /reason-codes with `for` rejection.', example: 'not-guardian' })
  readonly reasonCode!: string;

  @TextField({ max: 500, optional: true, description: 'What the parent should know; needed for some reasons.' })
  readonly note?: string;
}
