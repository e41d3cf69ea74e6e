import { ChoiceField } from '../http/input/fields.js';
import { PERSON_ROLES, type Role } from '../../../domain/binding/vocabulary.js';

export class RoleBody {
  static readonly examples = { 'As class teacher': { role: 'class-teacher' } };

  @ChoiceField(PERSON_ROLES, { description: 'One of one’s own roles.', example: 'class-teacher' })
  readonly role!: Role;
}
