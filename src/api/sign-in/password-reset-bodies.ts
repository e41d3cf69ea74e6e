import { TextField } from '../http/input/fields.js';

export class AskResetBody {
  static readonly examples = { 'A teacher': { schoolId: 'T99', account: 'teacher301' } };

  @TextField({ max: 20, optional: true, description: 'School code; absent for an e-mail as account.', example: 'T99' })
  readonly schoolId?: string;

  @TextField({ max: 254, description: 'As at the sign-in.', example: 'teacher301' })
  readonly account!: string;
}

export class NewPasswordBody {
  static readonly examples = { 'A new one': { newPassword: 'nine-purple-kettles' } };

  @TextField({ max: 1000, description: 'As at 修改密碼.', example: 'nine-purple-kettles' })
  readonly newPassword!: string;
}
