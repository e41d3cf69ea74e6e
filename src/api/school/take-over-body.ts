import { TextField } from '../http/input/fields.js';

/** 註冊組代審: why the registrar steps in. */
export class TakeOverBody {
  static readonly examples = { 導師請假: { reason: '導師請假至月底，由註冊組代為審核。' } };

  @TextField({ max: 500, description: 'Kept sealed; an auditor may read it.' })
  readonly reason!: string;
}
