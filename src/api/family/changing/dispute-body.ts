import { TextField } from '../../http/input/fields.js';

/** 學生資訊有誤: what is wrong, in the family's words. */
export class DisputeBody {
  static readonly examples = { 班級有誤: { note: '孩子這學期已轉到 302 班。' } };

  @TextField({ max: 500, description: 'What is wrong with the data shown.', example: '孩子這學期已轉到 302 班。' })
  readonly note!: string;
}
