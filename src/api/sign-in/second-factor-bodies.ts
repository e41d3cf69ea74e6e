import { TextField } from '../http/input/fields.js';

/** 驗證碼 of the authenticator application, or a recovery code. */
export class SecondFactorCodeBody {
  static readonly examples = { 'From the authenticator': { code: '123456' } };

  @TextField({ max: 40, description: 'Six digits, or a recovery code.', example: '123456' })
  readonly code!: string;
}

export class OwnPasswordBody {
  static readonly examples = { 'Of the registrar': { password: 'quiet-river-2020' } };

  @TextField({ max: 1000, description: 'One’s own password.', example: 'quiet-river-2020' })
  readonly password!: string;
}

export class RemoveSecondFactorBody extends OwnPasswordBody {
  static override readonly examples = { 'Of the registrar': { password: 'quiet-river-2020', code: '123456' } };

  @TextField({ max: 40, description: 'Six digits, or a recovery code.', example: '123456' })
  readonly code!: string;
}

export class ResetReasonBody {
  static readonly examples = { 'A lost telephone': { reason: '手機遺失，已當面核對身分' } };

  @TextField({ max: 1000, description: 'Why; sealed.', example: '手機遺失，已當面核對身分' })
  readonly reason!: string;
}
