import { parsePersonName } from '../../../domain/identity/person-name.js';
import { check, ObjectField, TextField } from '../http/input/fields.js';

const NUMBER = /^[\dA-Za-z]{1,20}$/;

export class StudentChangesBody {
  @TextField(
    { max: 100, optional: true, description: '學生姓名', example: '尹安安' },
    check('name', 'invalid-name', (value) => typeof value === 'string' && parsePersonName(value) !== null),
  )
  readonly name?: string;

  @TextField({ max: 20, optional: true, description: '班級: one of the school’s classes.', example: '302' })
  readonly classId?: string;

  @TextField(
    { max: 20, optional: true, description: '學號: letters and digits.', example: '10630008' },
    check('number', 'wrong-type', (value) => typeof value === 'string' && NUMBER.test(value)),
  )
  readonly studentNumber?: string;
}

/** 更正: what of the pupil's data was wrong; at least one. */
export class StudentCorrectionBody {
  static readonly examples = { 班級有誤: { changes: { classId: '302' } } };

  @ObjectField(() => StudentChangesBody, { description: 'Only what changes; absent = as it was.' })
  readonly changes!: StudentChangesBody;
}
