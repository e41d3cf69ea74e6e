import { Family } from '../../../src/tools/demo/family.js';
import { signInStaff } from '../../../src/tools/demo/office.js';
import { demoPupils } from '../../../src/people/demo-data/demo-data.js';
import { bindingStream } from '../../../workflows/names.js';
import { Random } from '../random.js';
import { CallBook } from './call-book.js';
import { CALM, HURRIED, type Client, type Manners } from './client.js';
import { FamilyClient } from './family-client.js';
import { ReviewerClient } from './reviewer-client.js';

/** Numbers of people who are named once; below them are those whom several families know. */
const FIRST_NEWCOMER = 10;
const SCHOOLS: readonly {
  readonly schoolId: string;
  readonly registrar: string;
  readonly teachers: readonly string[];
}[] = [
  { schoolId: 'T99', registrar: 'registrar', teachers: ['teacher301', 'teacher302'] },
  { schoolId: 'T98', registrar: 'registrar98', teachers: ['teacher101b'] },
];

interface School {
  readonly families: readonly FamilyClient[];
  readonly registrar: ReviewerClient;
  readonly teachers: readonly ReviewerClient[];
}

/** Families and schools at work side by side, each with a record of its own in one book. */
export class Load {
  readonly book = new CallBook();
  private newcomers = FIRST_NEWCOMER;
  private working: Promise<unknown> | undefined;
  private stopping = false;

  private constructor(private readonly schools: readonly School[]) {}

  /** Signs everybody in, before anything goes wrong. */
  static async signIn(address: string, seed: number): Promise<Load> {
    const schools: School[] = [];
    const load = new Load(schools);
    for (const { schoolId, registrar, teachers } of SCHOOLS) {
      const reviewer = async (account: string): Promise<ReviewerClient> =>
        new ReviewerClient(
          account,
          await signInStaff(address, account, schoolId),
          load.book,
          new Random(seed, account),
        );
      const pupils = demoPupils.filter((pupil) => pupil.schoolId === schoolId);
      schools.push({
        registrar: await reviewer(registrar),
        teachers: await Promise.all(teachers.map(reviewer)),
        families: await Promise.all(pupils.map(({ number }) => load.family(address, number, seed))),
      });
    }
    return load;
  }

  get families(): readonly FamilyClient[] {
    return this.schools.flatMap(({ families }) => families);
  }

  /** Everybody works until told to stop. */
  start(): void {
    this.stopping = false;
    this.be(HURRIED);
    const workers = this.schools.flatMap((school) => [
      ...school.families.map((family) => this.repeat(family, () => family.step(false))),
      ...[school.registrar, ...school.teachers].map((one) => this.repeat(one, () => one.step(false))),
      this.repeat(school.registrar, () => answerDispute(school)),
    ]);
    this.working = Promise.all(workers);
  }

  /** Nobody begins anything; what is on its way is waited for, answered or not. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.be(CALM);
    await this.working;
  }

  /** Sends every call again that nobody knows the answer of. @returns those without one when the time is over */
  async settle(until: number): Promise<readonly string[]> {
    const open = this.book.calls.filter((call) => !call.answer && !call.abandoned);
    const [anybody] = this.families;
    await Promise.all(open.map((call) => anybody?.settle(call, until)));
    return open.filter(({ answer }) => !answer).map(({ who, what }) => `${who}: ${what}`);
  }

  /**
   * Everybody goes straight on until each of these cases has gone on or is closed.
   * @param streams of the cases. @param hasMovedOn asked of each again and again
   * @returns those that have not when the time is over
   */
  async moveOn(
    streams: readonly string[],
    hasMovedOn: (stream: string) => Promise<boolean>,
    until: number,
  ): Promise<readonly string[]> {
    const waiting = new Set(streams);
    while (waiting.size > 0 && Date.now() < until) {
      await Promise.all(this.schools.map((school) => goStraightOn(school, waiting)));
      for (const stream of waiting) if (await hasMovedOn(stream)) waiting.delete(stream);
    }
    return [...waiting];
  }

  private async family(address: string, number: string, seed: number): Promise<FamilyClient> {
    const { visitor } = await Family.signIn(address, number);
    const newcomer = () => (this.newcomers += 1);
    return new FamilyClient(`family of ${number}`, visitor, this.book, new Random(seed, number), newcomer);
  }

  private async repeat(client: Client, step: () => Promise<void>): Promise<void> {
    while (!this.stopping) {
      await step();
      await client.think();
    }
  }

  private be(manners: Manners): void {
    for (const { families, registrar, teachers } of this.schools)
      for (const client of [...families, registrar, ...teachers]) client.manners = manners;
  }
}

async function goStraightOn(school: School, waiting: ReadonlySet<string>): Promise<void> {
  const { families, registrar, teachers } = school;
  const concerned = families.filter(({ openCase }) => openCase !== undefined && waiting.has(bindingStream(openCase)));
  await Promise.all(concerned.map((family) => family.step(true)));
  await answerDispute(school);
  await Promise.all([registrar, ...teachers].map((one) => one.step(true)));
}

async function answerDispute({ families, registrar }: School): Promise<void> {
  for (const { isDisputed, openCase } of families) if (isDisputed && openCase) await registrar.keep(openCase);
}
