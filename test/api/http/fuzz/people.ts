/** Who asks: every role, people of other schools and classes, somebody who has to change the password, and nobody. */
import { Person } from '../../../http/person.js';
import { PARENT_PASSWORD, type System } from '../../../http/system.js';
import { DEMO_STAFF_PASSWORD } from '../../../../src/people/demo-data/demo-data.js';

const ACCOUNTS: Readonly<Record<string, readonly [school: string, account: string, password: string]>> = {
  parent: ['T99', 'P10630008', PARENT_PASSWORD],
  'second parent': ['T99', 'P10630009', PARENT_PASSWORD],
  'third parent': ['T99', 'P10630010', PARENT_PASSWORD],
  newcomer: ['T98', 'P10690001', 'A200000058'],
  teacher: ['T99', 'teacher301', DEMO_STAFF_PASSWORD],
  'teacher of another class': ['T99', 'teacher302', DEMO_STAFF_PASSWORD],
  registrar: ['T99', 'registrar', DEMO_STAFF_PASSWORD],
  'registrar elsewhere': ['T98', 'registrar98', DEMO_STAFF_PASSWORD],
  director: ['T99', 'director', DEMO_STAFF_PASSWORD],
  auditor: ['T99', 'auditor', DEMO_STAFF_PASSWORD],
  administrator: ['T99', 'admin1', DEMO_STAFF_PASSWORD],
};

/** The family and those who review it are drawn most: their routes are the most. */
export const NAMES = [
  'parent',
  'parent',
  'second parent',
  'second parent',
  'third parent',
  'teacher',
  'teacher',
  'registrar',
  'registrar',
  'director',
  'auditor',
  'auditor',
  'administrator',
  'newcomer',
  'teacher of another class',
  'registrar elsewhere',
  'nobody',
];

const ROLES: Readonly<Record<string, readonly string[]>> = {
  parent: ['parent', 'second parent', 'third parent'],
  'class-teacher': ['teacher', 'teacher of another class'],
  registrar: ['registrar'],
  director: ['director'],
  auditor: ['auditor'],
  administrator: ['administrator'],
};

/** Those with one of the roles; everybody where there is no such list. */
export function namesOf(roles: readonly string[]): readonly string[] {
  const names = roles.flatMap((role) => ROLES[role] ?? []);
  return names.length > 0 ? names : NAMES;
}

export class People {
  private readonly signedIn = new Map<string, Person>();
  private readonly passwords = new Map<string, string>();

  constructor(private readonly system: System) {}

  /** Signed in, again where the last session was ended. */
  async named(name: string): Promise<Person> {
    const [school, account, first] = ACCOUNTS[name] ?? [];
    if (school === undefined || account === undefined) return this.system.stranger();
    const known = this.signedIn.get(name);
    if (known) return known;
    const person = this.system.stranger();
    const password = this.passwords.get(name) ?? first ?? '';
    const { status } = await person.signIn(school, account, password);
    if (status !== 201) throw new Error(`${name} cannot sign in: ${status}`);
    this.signedIn.set(name, person);
    return person;
  }

  /** After a sign-out, or an answer that says so. */
  forget(name: string): void {
    this.signedIn.delete(name);
  }

  changedPassword(name: string, password: string): void {
    this.passwords.set(name, password);
  }
}
