import type { DemoApplicant } from '../../../src/people/demo-data/demo-data.js';
import type { Visitor } from '../../../src/tools/demo/visitor.js';
import { madeUpApplicant } from '../../support/people.js';
import type { Random } from '../random.js';
import { isAccepted, type Call, type CallBook } from './call-book.js';
import { Client, revisionOf } from './client.js';

/** The parts of the case page that a family goes by. */
export interface CaseView {
  readonly id: string;
  readonly stage: { readonly code: string };
  readonly student: { readonly version: number };
  readonly applicants: readonly {
    readonly id: string;
    readonly review: { readonly code: string };
    readonly account: { readonly code: string };
    readonly dossierRevision: number;
  }[];
  readonly allowedActions: readonly string[];
  readonly revision: number;
}

/** What is done about an open case: whether it closes in the end, or goes other ways. */
interface Step {
  readonly action: string;
  /** How often it is chosen among those that are allowed. */
  readonly weight: number;
  /** Leads on towards the account. */
  readonly straight: boolean;
  do(family: FamilyClient, page: CaseView): Promise<Call>;
}

/** Applicants that more than one family may name: one person, one account. */
const KNOWN_PEOPLE = 3;

/** A parent at a pupil's login: reads the page, does one of the things that it allows, and begins anew when it is over. */
export class FamilyClient extends Client {
  /** The school has been asked about the pupil's data, as far as this family knows. */
  isDisputed = false;
  private caseId: string | undefined;
  private known = -1;

  constructor(
    name: string,
    visitor: Visitor,
    book: CallBook,
    random: Random,
    /** Draws people who were never named before. */
    private readonly newcomer: () => number,
  ) {
    super(name, visitor, book, random);
  }

  /** The case that is open as far as this family knows. */
  get openCase(): string | undefined {
    return this.caseId;
  }

  /** One step, or a look where it is another's turn. @param straight on towards the account, no detours */
  async step(straight: boolean): Promise<void> {
    if (this.caseId === undefined) return this.open();
    const page = await this.page();
    if (!page) return;
    this.isDisputed = page.stage.code === 'student-info' && !page.allowedActions.includes('confirm-student-info');
    if (page.stage.code === 'closed') {
      this.caseId = undefined;
      return;
    }
    const steps = STEPS.filter((step) => page.allowedActions.includes(step.action) && (step.straight || !straight));
    const may = straight ? steps.slice(0, 1) : steps;
    if (may.length === 0) return;
    const call = await weighted(may, this.random).do(this, page);
    this.known = Math.max(this.known, revisionOf(call) ?? -1);
  }

  async page(): Promise<CaseView | undefined> {
    return this.read<CaseView>(`/bindings/${this.caseId}${this.known < 0 ? '' : `?min_revision=${this.known}`}`);
  }

  private async open(): Promise<void> {
    const call = await this.write('POST', '/bindings', {});
    const opened = call.answer?.body as CaseView | undefined;
    if (!isAccepted(call) || !opened) return;
    this.caseId = opened.id;
    this.known = revisionOf(call) ?? -1;
  }

  toCase(method: string, page: CaseView, path: string, body: unknown): Promise<Call> {
    return this.write(method, `/bindings/${page.id}${path}`, body);
  }

  /** Now and then what was on the screen is not what is there any more. */
  shown(version: number): number {
    return this.random.chance(0.05) && this.manners.doubleClicks > 0 ? version + 1 : version;
  }

  async consent(page: CaseView, intent: 'apply' | 'not-joining'): Promise<Call> {
    const text = await this.read<{ version: string }>('/consent-texts/current');
    const body = { decision: 'agree', intent, textVersion: text?.version ?? 'not-read' };
    return this.toCase('POST', page, '/consent', body);
  }

  async fill(page: CaseView): Promise<Call> {
    const two = this.random.chance(0.35);
    const people = two ? [this.person(0), this.person(1)] : [this.person(this.random.between(0, 1))];
    const body = { mode: two ? 'two-parents' : 'one-parent', applicants: people.map(typed) };
    return this.toCase('PUT', page, '/application', body);
  }

  /** Whoever is ready: beside them somebody may still have something to correct. */
  send(page: CaseView): Promise<Call> {
    const dossierRevisions = Object.fromEntries(
      page.applicants.map(({ id, dossierRevision }) => [id, dossierRevision]),
    );
    return this.toCase('POST', page, '/submission', { dossierRevisions });
  }

  amend(page: CaseView): Promise<Call> {
    const { review, id } = page.applicants.find(isWithTheFamily) ?? page.applicants[0] ?? NOBODY;
    const mobile = `09${this.random.between(10_000_000, 69_999_999)}`;
    const changed = review.code === 'correction-requested' ? { mobile } : { email: `new-${mobile}@example.org` };
    return this.toCase('PATCH', page, `/applicants/${id}`, changed);
  }

  recall(page: CaseView): Promise<Call> {
    const pending = page.applicants.filter(({ review }) => review.code === 'pending-review');
    return this.toCase('POST', page, '/recall', { applicantIds: pending.map(({ id }) => id) });
  }

  /** @param relation 0 father, 1 mother: who are called after even and odd numbers. */
  private person(relation: 0 | 1 | number): DemoApplicant {
    const number = this.random.chance(0.1) ? 2 * this.random.between(0, KNOWN_PEOPLE - 1) : 2 * this.newcomer();
    return madeUpApplicant(number + relation);
  }
}

const NOBODY = { id: 'nobody', review: { code: 'none' } };

function isWithTheFamily({ review }: CaseView['applicants'][number]): boolean {
  return review.code === 'correction-requested' || review.code === 'drafted';
}

function typed({ pupils: _pupils, ...person }: DemoApplicant): object {
  return person;
}

/** In the order in which they lead on. A step that was answered changes what is allowed next. */
const STEPS: readonly Step[] = [
  {
    action: 'confirm-student-info',
    weight: 20,
    straight: true,
    do: (family, page) =>
      family.toCase('POST', page, '/student-info/confirmation', {
        correct: true,
        shownVersion: family.shown(page.student.version),
      }),
  },
  {
    action: 'dispute-student-info',
    weight: 2,
    straight: false,
    do: (family, page) => family.toCase('POST', page, '/student-info/dispute', { note: '班級有誤' }),
  },
  { action: 'answer-consent', weight: 20, straight: true, do: (family, page) => family.consent(page, 'apply') },
  { action: 'answer-consent', weight: 2, straight: false, do: (family, page) => family.consent(page, 'not-joining') },
  { action: 'sign-and-send', weight: 20, straight: true, do: (family, page) => family.send(page) },
  { action: 'fill-application', weight: 8, straight: true, do: (family, page) => family.fill(page) },
  { action: 'amend-applicant', weight: 6, straight: true, do: (family, page) => family.amend(page) },
  { action: 'recall', weight: 1, straight: false, do: (family, page) => family.recall(page) },
  {
    action: 'withdraw',
    weight: 0.5,
    straight: false,
    do: (family, page) => family.toCase('POST', page, '/withdrawal', {}),
  },
];

function weighted(steps: readonly Step[], random: Random): Step {
  let at = random.next() * steps.reduce((sum, { weight }) => sum + weight, 0);
  const found = steps.find(({ weight }) => (at -= weight) < 0);
  return found ?? random.pick(steps);
}
