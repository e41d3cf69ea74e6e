import { Family, type CasePage } from '../../src/tools/demo/family.js';
import { compareAll, decide, signInStaff } from '../../src/tools/demo/office.js';
import { eventually } from '../../src/tools/demo/visitor.js';
import type { DemoApplicant } from '../../src/people/demo-data/demo-data.js';

/** The steps of the plain path at which something may be made to happen. */
export type Step = 'open' | 'confirm' | 'consent' | 'apply' | 'send' | 'approve';

/** Runs the step and whatever else is to happen while it is on its way. */
export type Meanwhile = <T>(step: Step, work: () => Promise<T>) => Promise<T>;

export interface Walker {
  readonly address: string;
  readonly pupil: string;
  readonly teacher: string;
  readonly applicant: DemoApplicant;
}

/**
 * Walks one parent through the plain path to the created account. Every write is repeated with the same key until it is
 * acknowledged, as a browser would. @returns the id of the case
 */
export async function walk({ address, pupil, teacher, applicant }: Walker, meanwhile: Meanwhile): Promise<string> {
  const family = await Family.signIn(address, pupil);
  const { student } = await meanwhile('open', () => family.open());
  await meanwhile('confirm', () => family.confirmStudentInfo(student.version));
  await meanwhile('consent', () => family.consent());
  const filled = await meanwhile('apply', () => family.apply('one-parent', [applicant]));
  await meanwhile('send', () => family.signAndSend(filled));
  const reviewer = await signInStaff(address, teacher);
  const [item] = await compareAll(reviewer, family.id, 1);
  if (!item) throw new Error('nothing in the inbox');
  const outcome = await meanwhile('approve', () => decide(reviewer, item, 'approval'));
  if (outcome.status !== 'accepted') throw new Error(`the approval was refused: ${outcome.code}`);
  await eventually('the created account', () => family.page(), isCompleted, 60_000);
  return family.id;
}

function isCompleted({ outcome }: CasePage): boolean {
  return outcome?.code === 'completed';
}
