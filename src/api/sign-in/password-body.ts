import { TextField } from '../http/input/fields.js';

/** 修改密碼 */
export class PasswordBody {
  static readonly examples = {
    'After the first sign-in': { currentPassword: 'A200000003', newPassword: 'seven-green-umbrellas' },
  };

  @TextField({ max: 200, example: 'A200000003' })
  readonly currentPassword!: string;

  @TextField({ max: 1000, description: '8 to 128 characters, not an ID number.', example: 'seven-green-umbrellas' })
  readonly newPassword!: string;
}
