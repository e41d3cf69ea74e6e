/** Finds the applicants that a command names, and says what is wrong with a form. */
import type { Facts } from './facts.js';
import { isSettled, type ApplicantState, type BindingRequest } from './state.js';
import { OTHER_RELATIONS, PARENT_RELATIONS, type Mode, type Relation } from './vocabulary.js';

export function applicantOf(request: BindingRequest, applicantId: string): ApplicantState | undefined {
  return request.applicants.find((one) => one.applicantId === applicantId);
}

/** Exactly the applicants named, in the order of the request; an empty list if one of the ids is unknown. */
export function named(request: BindingRequest, applicantIds: readonly string[]): readonly ApplicantState[] {
  const found = request.applicants.filter(({ applicantId }) => applicantIds.includes(applicantId));
  return found.length === new Set(applicantIds).size ? found : [];
}

/** To be sent, for the first time or again. */
export function isWithTheFamily({ status }: ApplicantState): boolean {
  return status === 'drafted' || status === 'correction-requested';
}

/** The three ways of the guide, step 2.5. */
const MODES: { readonly [M in Mode]: { readonly applicants: number; readonly relations: readonly Relation[] } } = {
  'one-parent': { applicants: 1, relations: PARENT_RELATIONS },
  'two-parents': { applicants: 2, relations: PARENT_RELATIONS },
  'other-guardian': { applicants: 1, relations: OTHER_RELATIONS },
};

/** What the rules see of a form: no value, only who it is and how they are related. */
export type Person = Pick<ApplicantState, 'relation' | 'personRef' | 'emailRef'>;

export const WRONG_WITH_PEOPLE = [
  'relation-not-allowed',
  'same-person-twice',
  'same-email-twice',
  'applicant-is-student',
  'already-bound',
] as const;

export const WRONG_WITH_FORM = ['wrong-number-of-applicants', ...WRONG_WITH_PEOPLE] as const;

/** Guide, step 2.5: what is wrong with the form as a whole. */
export function whatIsWrongWithForm(
  mode: Mode,
  applicants: readonly Person[],
  facts: Facts,
): (typeof WRONG_WITH_FORM)[number] | undefined {
  return applicants.length === MODES[mode].applicants
    ? whatIsWrongWith(mode, applicants, facts)
    : 'wrong-number-of-applicants';
}

/** What is wrong with those who apply side by side, however many are left of them. */
export function whatIsWrongWith(
  mode: Mode,
  applicants: readonly Person[],
  facts: Facts,
): (typeof WRONG_WITH_PEOPLE)[number] | undefined {
  const persons = applicants.map(({ personRef }) => personRef);
  if (!applicants.every(({ relation }) => MODES[mode].relations.includes(relation))) return 'relation-not-allowed';
  if (hasTwins(persons)) return 'same-person-twice';
  if (hasTwins(applicants.map(({ emailRef }) => emailRef))) return 'same-email-twice';
  if (persons.some((person) => person === facts.student?.personRef)) return 'applicant-is-student';
  if (persons.some((person) => facts.boundPersonRefs.includes(person))) return 'already-bound';
  return undefined;
}

export function unsettled(request: BindingRequest): readonly ApplicantState[] {
  return request.applicants.filter((one) => !isSettled(one));
}

function hasTwins(refs: readonly string[]): boolean {
  return new Set(refs).size < refs.length;
}
