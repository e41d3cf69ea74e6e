/** What happens to seven families in one school, each a story of its own; a day is a minute. */
import { demoApplicants, demoStaff, type DemoApplicant } from '../../people/demo-data/demo-data.js';
import { Family, type CasePage } from './family.js';
import { latestCode } from './mail-box.js';
import { compareAll, decide, signInStaff, type Decision, type InboxItem } from './office.js';
import { heading, say, should } from './telling.js';
import { eventually, type Visitor } from './visitor.js';

export interface Stage {
  readonly address: string;
  /** Where the system leaves its mails. */
  readonly mailFolder: string;
  /** Leaves out what takes minutes. */
  readonly quick: boolean;
}

const { wangDaming, wangJianmin, yinLihua } = demoApplicants;

/** A person outside the demo data, who gives the address of another person. */
const STRANGER: DemoApplicant = {
  name: '李志強',
  relation: 'father',
  idNumber: 'A123456789',
  mobile: '0955666777',
  email: wangDaming.email,
  pupils: [],
};

/** @returns the cases, in the order of the stories */
export async function tellStories(stage: Stage): Promise<readonly string[]> {
  const waiting = stage.quick ? undefined : await nobodyReviews(stage);
  const cases = [
    await plainPath(stage),
    await twoParents(stage),
    await secondChild(stage),
    await takenAddress(stage),
    await ownChild(stage),
    await classWithoutTeacher(stage),
  ];
  if (waiting) cases.push(await waiting());
  return cases;
}

async function plainPath(stage: Stage): Promise<string> {
  heading('One parent, from the first click to the account');
  const family = await applies(stage, '10630008', 'one-parent', [wangDaming]);
  const teacher = await signInStaff(stage.address, 'teacher301');
  await decided(teacher, family, 'teacher301', ['approval']);
  return ended(family, 'completed');
}

async function twoParents(stage: Stage): Promise<string> {
  heading('Two parents: one is asked to correct, one recalls; neither waits for the other');
  const family = await applies(stage, '10630009', 'two-parents', [wangJianmin, yinLihua]);
  const teacher = await signInStaff(stage.address, 'teacher301');
  const page = await family.page();
  const [father, mother] = [applicantAt(page, 0), applicantAt(page, 1)];
  await family.recall(father.id);
  say(`修正: the family takes the application of ${father.name} back`);
  const [item] = await compareAll(teacher, family.id, 1);
  await decideAs(teacher, item, 'teacher301', mother.name, 'correction');
  const asked = await seen(family, mother.id, 'correction-requested');
  say(`${mother.name}: ${asked.label}, with the reason and only the mobile number opened`);
  await family.amend(father.id, { mobile: '0933222112' });
  const corrected = await family.amend(mother.id, { mobile: '0922333445' });
  say('both are amended');
  await family.signAndSend(corrected);
  say('送出申請 again: the review starts again for both');
  await decided(teacher, family, 'teacher301', ['approval', 'approval']);
  return ended(family, 'completed');
}

async function secondChild(stage: Stage): Promise<string> {
  heading('A second child: the father has an account already, and the binding is joined to it');
  const family = await applies(stage, '10630023', 'one-parent', [wangJianmin]);
  const teacher = await signInStaff(stage.address, 'teacher302');
  await decided(teacher, family, 'teacher302', ['approval']);
  const id = await ended(family, 'completed');
  const { account, name } = applicantAt(await family.page(), 0);
  should(account.code === 'linked', `${name}: 單一身分驗證帳號 ${account.label}`);
  return id;
}

async function takenAddress(stage: Stage): Promise<string> {
  heading('An e-mail address of another person, and how it is cured without another review');
  const family = await applies(stage, '10630010', 'one-parent', [STRANGER]);
  const teacher = await signInStaff(stage.address, 'teacher301');
  await decided(teacher, family, 'teacher301', ['approval']);
  const { id, name } = applicantAt(await family.page(), 0);
  const taken = await seen(family, id, 'correction-requested');
  say(`${name}: the account cannot be created, ${taken.label}`);
  await family.amend(id, { email: 'zhiqiang@example.org' });
  await family.askForProof(id);
  const code = await latestCode(stage.mailFolder, 'zhiqiang@example.org');
  say('another address is given, and a code of six digits is sent there');
  await family.prove(id, code);
  say('the code comes back: the approval takes effect again');
  return ended(family, 'completed');
}

async function ownChild(stage: Stage): Promise<string> {
  heading('The registrar applies for her own child, and may not decide it');
  const registrar = demoStaff.find(({ account }) => account === 'registrar');
  if (!registrar?.idNumber) throw new Error('the demo data has no registrar');
  const { name, idNumber } = registrar;
  const asMother: DemoApplicant = {
    name,
    idNumber,
    relation: 'mother',
    mobile: '0966777888',
    email: 'wenling@example.org',
    pupils: [],
  };
  const family = await applies(stage, '10630011', 'one-parent', [asMother]);
  const [item] = await compareAll(await signInStaff(stage.address, 'teacher301'), family.id, 1);
  if (!item) throw new Error('the inbox does not show what was sent');
  const refused = await decide(await signInStaff(stage.address, 'registrar'), item, 'approval');
  should(refused.code === 'own-child', 'registrar approves: refused, own-child; the attempt is in the log');
  await decided(await signInStaff(stage.address, 'teacher301'), family, 'teacher301', ['approval']);
  return ended(family, 'completed');
}

async function classWithoutTeacher(stage: Stage): Promise<string> {
  heading('A class without a teacher goes to 註冊組, and a rejection says why');
  const family = await applies(stage, '10630031', 'one-parent', [
    { ...STRANGER, name: '蔡文雄', idNumber: 'A100000065', email: 'wenxiong@example.org' },
  ]);
  await decided(await signInStaff(stage.address, 'registrar'), family, 'registrar', ['rejection']);
  return ended(family, 'rejected');
}

/** Begins now; what it returns waits for the end of it. */
async function nobodyReviews(stage: Stage): Promise<() => Promise<string>> {
  heading('A review that is left undecided (a day is a minute: its five days run during the other stories)');
  const family = await applies(stage, '10630012', 'one-parent', [
    { ...STRANGER, name: '黃國華', idNumber: 'A100000074', email: 'guohua@example.org' },
  ]);
  return async () => {
    heading('The review that was left undecided');
    const moved = await eventually(
      'the escalation',
      () => family.page(),
      ({ holder }) => holder.kind === 'registrar',
      400_000,
    );
    should(
      moved.holder.kind === 'registrar',
      `after five working days, with a reminder each day, ${moved.holder.label} has it`,
    );
    await decided(await signInStaff(stage.address, 'registrar'), family, 'registrar', ['approval']);
    return ended(family, 'completed');
  };
}

async function applies(
  { address }: Stage,
  pupil: string,
  mode: 'one-parent' | 'two-parents',
  applicants: readonly DemoApplicant[],
): Promise<Family> {
  const family = await Family.signIn(address, pupil);
  say(`the parent signs in as P${pupil} with the first password and changes it`);
  const opened = await family.open();
  say(`opens the binding request: case ${opened.caseNumber} for ${opened.student.name}`);
  await family.confirmStudentInfo(opened.student.version);
  say('確認學生相關資訊: the data is right, 填答送出');
  say(`本人同意: consents to text ${await family.consent()}, 申辦帳號`);
  const filled = await family.apply(mode, applicants);
  say(`applies for ${filled.applicants.map(({ name }) => name).join(' and ')}, 確認送出`);
  await family.signAndSend(filled);
  say('同意簽署回傳: 送出申請');
  return family;
}

/** Every applicant that is in the reviewer's inbox, in the order of the case. */
async function decided(
  reviewer: Visitor,
  family: Family,
  account: string,
  decisions: readonly Decision[],
): Promise<void> {
  const items = await compareAll(reviewer, family.id, decisions.length);
  const waiting = (await family.page()).applicants.filter(({ id }) => items.some((one) => one.applicantId === id));
  for (const [index, { id, name }] of waiting.entries()) {
    const decision = decisions[index];
    if (decision)
      await decideAs(
        reviewer,
        items.find(({ applicantId }) => applicantId === id),
        account,
        name,
        decision,
      );
  }
}

async function decideAs(
  reviewer: Visitor,
  item: InboxItem | undefined,
  account: string,
  name: string,
  decision: Decision,
): Promise<void> {
  if (!item) throw new Error('the inbox does not show what was sent');
  const { status, code = '' } = await decide(reviewer, item, decision);
  should(
    status === 'accepted',
    `${account} compares the paper form of ${name}: ${decision} (a signal) ${code}`.trimEnd(),
  );
}

async function seen(family: Family, applicantId: string, review: string) {
  const page = await eventually(
    `${review} on the page`,
    () => family.page(),
    ({ applicants }) => applicants.some((one) => one.id === applicantId && one.review.code === review),
  );
  return page.applicants.find(({ id }) => id === applicantId)?.review ?? { code: '', label: '' };
}

async function ended(family: Family, outcome: string): Promise<string> {
  const settled = await eventually(
    'the end of the case',
    () => family.page(),
    ({ stage }) => stage.code === 'closed',
  );
  for (const { name, review, account } of settled.applicants) {
    say(`${name}: 導師審核 ${review.label}, 單一身分驗證帳號 ${account.label}`);
  }
  should(settled.outcome?.code === outcome, `the case is ${settled.outcome?.label}`);
  return family.id;
}

/** The n-th applicant of the case, from 0. @throws Error when there is none */
function applicantAt({ applicants }: CasePage, index: number): CasePage['applicants'][number] {
  const applicant = applicants[index];
  if (!applicant) throw new Error('the case does not show the applicant');
  return applicant;
}
