import { ChoiceField } from '../http/input/fields.js';
import type { Role } from '../../../domain/binding/vocabulary.js';

const ROLES = ['parent', 'guardian', 'class-teacher', 'registrar', 'director', 'auditor', 'administrator'];

export class RoleBody {
  static readonly examples = { 'As class teacher': { role: 'class-teacher' } };

  @ChoiceField(ROLES, { description: 'One of one’s own roles.', example: 'class-teacher' })
  readonly role!: Role;
}
