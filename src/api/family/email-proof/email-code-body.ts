import { TextField } from '../../http/input/fields.js';

/** The six digits of the mail, as people type them. */
export class EmailCodeBody {
  static readonly examples = { 驗證碼: { code: '123456' } };

  @TextField({ max: 40, description: 'Six digits.', example: '123456' })
  readonly code!: string;
}
