import { TextField } from '../http/input/fields.js';

/** Why there will be no account. */
export class AbandonmentBody {
  static readonly examples = { 申請人將另行申請: { reason: '帳號主機無法建立，已請申請人另行申請。' } };

  @TextField({ max: 500, description: 'Kept sealed; an auditor may read it.' })
  readonly reason!: string;
}
