import { TextField } from '../../http/input/fields.js';

/** {} for a parent; {studentNumber} for the registrar at the counter. */
export class OpenBindingBody {
  static readonly examples = {
    'A parent': {},
    'At the counter: a pupil of the school': { studentNumber: '10630009' },
  };

  @TextField({ max: 20, optional: true, description: 'At the counter: the pupil’s number. A parent sends {}.' })
  readonly studentNumber?: string;

  @TextField({ max: 64, optional: true, description: 'Guardian: an opaque id from /me/children. A parent sends {}.' })
  readonly studentId?: string;
}
