import { TextField } from '../http/input/fields.js';

/** 修改密碼 */
export class PasswordBody {
  static readonly examples = {
    'After the first sign-in': { currentPassword: 'A200000003', newPassword: 'seven-green-umbrellas' },
  };

  @TextField({ max: 1000, example: 'A200000003' })
  readonly currentPassword!: string;

  @TextField({
    max: 1000,
    description:
      '10 characters for families, 12 for staff, at most 128; no common password, no name, account, number or school in it.',
    example: 'seven-green-umbrellas',
  })
  readonly newPassword!: string;
}
