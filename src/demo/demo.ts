/** `npm run demo`: the whole story over HTTP on a system of its own, then what the log has kept of it. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindingStream } from '../../workflows/names.js';
import { checkStream } from '../audit/check-log.js';
import { demoApplicants } from '../registry/demo-data.js';
import { checkChain } from './chain-check.js';
import { Family, type CasePage } from './family.js';
import { compareAll, decide, signInStaff, type AuditEventView, type Decision, type StoredEventView } from './office.js';
import { discardDataDirectory, RunningSystem, temporaryDataDirectory } from './running-system.js';
import { eventually, type Visitor } from './visitor.js';

const HELP = `npm run demo: starts a system of its own on free ports in a temporary folder, walks the story of two families
over HTTP, a line per step, prints the history of their cases from the log and the state as of each step, recomputes the
hash chain, and removes everything again. Exit code 0 if all went as it should.`;

/** One parent for 尹安安; two for 王小明, of whom the second is not approved. */
const FAMILIES = [
  { pupil: '10630008', mode: 'one-parent', applicants: [demoApplicants.wangDaming] },
  { pupil: '10630009', mode: 'two-parents', applicants: [demoApplicants.wangJianmin, demoApplicants.yinLihua] },
] as const;
const DECISIONS: readonly Decision[] = ['approval', 'rejection'];

let step = 0;

async function main(): Promise<void> {
  const dataDirectory = temporaryDataDirectory();
  let system: RunningSystem | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => reject(new Error(`broken off by ${signal}`)));
    }
  });
  const started = RunningSystem.start({
    program: join(dirname(dirname(fileURLToPath(import.meta.url))), 'main.js'),
    dataDirectory,
    onLine: (line) => step === 0 && /^[a-zA-Z ]+: /.test(line) && console.log(`  ${line}`),
  });
  try {
    console.log('Starting a system of its own');
    system = await Promise.race([started, interrupted]);
    await Promise.race([tell(system.address), interrupted]);
  } finally {
    await system?.stop();
    await discardDataDirectory(dataDirectory);
  }
}

async function tell(address: string): Promise<void> {
  const cases: string[] = [];
  for (const family of FAMILIES) {
    heading(`Pupil ${family.pupil}, ${family.applicants.length} applicant${family.applicants.length > 1 ? 's' : ''}`);
    cases.push(await oneFamily(address, family));
  }
  heading('What the auditor sees');
  const auditor = await signInStaff(address, 'auditor');
  for (const id of cases) await history(auditor, id);
}

async function oneFamily(address: string, story: (typeof FAMILIES)[number]): Promise<string> {
  const family = await Family.signIn(address, story.pupil);
  say(`the parent signs in as P${story.pupil} with the first password and changes it`);
  const opened = await family.open();
  say(`opens the binding request: case ${opened.caseNumber} for ${opened.student.name}`);
  await family.confirmStudentInfo(opened.student.version);
  say('確認學生相關資訊: the data is right, 填答送出');
  say(`本人同意: consents to text ${await family.consent()}, 申辦帳號`);
  const filled = await family.apply(story.mode, story.applicants);
  say(`applies for ${filled.applicants.map(({ name }) => name).join(' and ')}, 確認送出`);
  await family.signAndSend(filled);
  say('同意簽署回傳: 送出申請');
  await review(address, family);
  const settled = await eventually(
    'the end of the case',
    () => family.page(),
    ({ stage }) => stage.code === 'closed',
  );
  for (const { name, review: reviewed, account } of settled.applicants) {
    say(`${name}: 導師審核 ${reviewed.label}, 單一身分驗證帳號 ${account.label}`);
  }
  should(settled.outcome?.code === 'completed', `the case is ${settled.outcome?.label}`);
  return family.id;
}

async function review(address: string, family: Family): Promise<void> {
  const teacher = await signInStaff(address, 'teacher301');
  const { applicants } = await family.page();
  const items = await compareAll(teacher, family.id, applicants.length);
  for (const [index, { id, name }] of applicants.entries()) {
    const item = items.find(({ applicantId }) => applicantId === id);
    const decision = DECISIONS[index];
    if (!item || !decision) throw new Error('the inbox does not show what was sent');
    const { status } = await decide(teacher, item, decision);
    should(status === 'accepted', `teacher301 compares the paper form of ${name}: ${decision} (a signal)`);
  }
}

async function history(auditor: Visitor, id: string): Promise<void> {
  const { items } = await auditor.get<{ items: AuditEventView[] }>(`/audit/bindings/${id}/events`);
  console.log(`\n  case ${id}`);
  for (const event of items) {
    const { state } = await auditor.get<{ state: CasePage }>(`/audit/bindings/${id}/state?revision=${event.revision}`);
    const cards = [state.cards.studentInfo, state.cards.account, state.cards.application].map(({ label }) => label);
    const reviews = state.applicants.map(({ review: one, account }) => `${one.label}/${account.label}`);
    console.log(
      `  ${String(event.revision).padStart(2)}  ${event.at}  ${event.type.padEnd(22)} by ${event.actor.role.padEnd(14)}` +
        ` → ${state.stage.code}; ${[...cards, ...reviews].join(' · ')}`,
    );
  }
  const stored = await auditor.get<{ items: StoredEventView[] }>(`/audit/bindings/${id}/events?form=stored`);
  const checked = checkChain(stored.items);
  const says = checked.intact
    ? `chain of ${stored.items.length} events recomputed: intact, ends in ${checked.chain.slice(0, 16)}…`
    : '';
  should(checked.intact && stored.items.length === items.length, says || 'the chain is broken');
  const unlawful = checkStream(bindingStream(id), stored.items);
  const forbidden = `${unlawful?.type} at revision ${unlawful?.revision}: ${unlawful?.why}`;
  should(!unlawful, unlawful ? forbidden : 'decided again by the rules: each of these events is one that they allow');
}

function heading(text: string): void {
  step += 1;
  console.log(`\n${text}`);
}

function say(text: string): void {
  console.log(`  ✓ ${text}`);
}

function should(holds: boolean, text: string): void {
  if (!holds) throw new Error(`this should not be: ${text}`);
  say(text);
}

if (process.argv.includes('--help')) {
  console.log(HELP);
} else {
  try {
    await main();
    console.log('\nAll went as it should; nothing is left running.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
