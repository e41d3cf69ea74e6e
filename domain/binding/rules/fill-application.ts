import type { SealedApplicant } from '../events.js';
import type { Facts } from '../facts.js';
import type { RefusalCode } from '../refusals.js';
import { happened, policyFor, refuse, type Rule } from '../rule.js';
import { OTHER_RELATIONS, PARENT_RELATIONS, type Mode, type Relation } from '../vocabulary.js';

/** The three ways of the guide, step 2.5. */
const MODES: { readonly [M in Mode]: { readonly applicants: number; readonly relations: readonly Relation[] } } = {
  'one-parent': { applicants: 1, relations: PARENT_RELATIONS },
  'two-parents': { applicants: 2, relations: PARENT_RELATIONS },
  'other-guardian': { applicants: 1, relations: OTHER_RELATIONS },
};

/** Guide, step 2.5: 確認送出. Filled in anew until it is signed; who was drafted before is replaced. */
export const fillApplication: Rule<'FillApplication'> = (request, { data }, facts) => {
  if (request.stage !== 'application' && request.stage !== 'signature') return refuse('wrong-stage');
  const wrong = whatIsWrong(data.mode, data.applicants, facts);
  if (wrong !== undefined) return refuse(wrong);

  return happened({
    type: 'ApplicationFilled',
    data: { mode: data.mode, applicants: data.applicants, expiresAt: policyFor(request, facts).unfinished(facts.now) },
  });
};

function whatIsWrong(mode: Mode, applicants: readonly SealedApplicant[], facts: Facts): RefusalCode | undefined {
  const allowed = MODES[mode];
  const persons = applicants.map(({ personRef }) => personRef);
  if (applicants.length !== allowed.applicants) return 'wrong-number-of-applicants';
  if (!applicants.every(({ relation }) => allowed.relations.includes(relation))) return 'relation-not-allowed';
  if (hasTwins(persons)) return 'same-person-twice';
  if (hasTwins(applicants.map(({ emailRef }) => emailRef))) return 'same-email-twice';
  if (persons.some((person) => person === facts.student?.personRef)) return 'applicant-is-student';
  if (persons.some((person) => facts.boundPersonRefs.includes(person))) return 'already-bound';
  return undefined;
}

function hasTwins(refs: readonly string[]): boolean {
  return new Set(refs).size < refs.length;
}
