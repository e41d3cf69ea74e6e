/** `cli roster …`: changes in the school's records, and the files that bring them in. Each writes the school's events. */
import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import { isDay, taipeiDay } from '../../../../domain/calendar/taipei.js';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';
import { TemporalBindingGateway } from '../../../adapters/temporal/temporal-binding-gateway.js';
import { createPersonalData } from '../../../people/privacy/personal-data.js';
import { ENDINGS, RosterOffice, type By } from '../../../people/roster/office/roster-office.js';
import { liftRestriction, restrict } from '../../../people/roster/office/restrictions.js';
import { RosterOutbox } from '../../../people/roster/outbox/roster-outbox.js';
import { Roster, type Pupil } from '../../../people/roster/roster.js';
import { allSchoolIds, findSchool, hasClass } from '../../../people/roster/schools.js';
import { SchoolStreams } from '../../../people/roster/stream/school-streams.js';
import { CommandFailed } from '../failure.js';
import { positiveNumber } from '../options.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';
import { addRosterFileCommands } from './roster-files.js';

interface Records {
  readonly streams: SchoolStreams;
  readonly office: RosterOffice;
  readonly by: By;
}

type Change = (records: Records, pupil: Pupil) => Promise<unknown>;

export function addRosterCommands(cli: Command, terminal: Terminal): void {
  const roster = cli
    .command('roster')
    .description('what the schools’ records hold: files in and out, and single changes; open cases are told')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
  addRosterFileCommands(roster, terminal);
  const ofPupil = (name: string): Command =>
    roster
      .command(name)
      .argument('<school>', 'code of the school, as T99')
      .argument('<number>', 'student number, as 10630008');
  const run = (school: string, number: string, change: Change): Promise<void> =>
    withSystem(terminal.env, (system) => changePupil(system, terminal, school, number, change));

  for (const [name, tied] of [
    ['tie', true],
    ['untie', false],
  ] as const) {
    ofPupil(name)
      .argument('<account>', 'account of the member of staff, as teacher301')
      .description(tied ? 'the member of staff is family of the pupil' : 'no longer so')
      .action((school: string, number: string, account: string) =>
        run(school, number, (records, pupil) => tie(records, pupil, account, tied)),
      );
  }
  ofPupil('restrict')
    .description('a protective order, from today on: nobody at the school decides alone')
    .action((school: string, number: string) =>
      run(school, number, ({ streams, by }, pupil) =>
        restrict(streams, by, pupil, { from: today(), document: 'cli', note: 'cli' }),
      ),
    );
  ofPupil('unrestrict')
    .description('no longer so')
    .action((school: string, number: string) =>
      run(school, number, ({ streams, by }, pupil) => liftRestriction(streams, by, pupil, 'cli')),
    );
  ofPupil('move-class')
    .argument('<class>', 'one of the school’s classes, as 302')
    .description('the pupil moves to another class')
    .action((school: string, number: string, classId: string) =>
      run(school, number, (records, pupil) => move(records, pupil, classId)),
    );
  ofPupil('leave')
    .description('the pupil is no longer at the school: open requests end')
    .addOption(new Option('--as <why>', 'how').choices(ENDINGS).default('left'))
    .action((school: string, number: string, options: { as: (typeof ENDINGS)[number] }) =>
      run(school, number, ({ office, by }, pupil) => office.leave(by, pupil, options.as)),
    );
  roster
    .command('close-day')
    .argument('<day>', 'YYYY-MM-DD')
    .description('a day without office work, a typhoon say: deadlines in working days move by one')
    .option('--school <code>', 'only at this school; absent: everywhere')
    .option('--rate <number>', 'at most so many cases a second', positiveNumber, 20)
    .action((day: string, options: { school?: string; rate: number }) =>
      withSystem(terminal.env, (system) => close(system, terminal, day, options)),
    );
}

const EXAMPLES = `
Examples:
  npm run cli -- roster check students.csv --school T99
  npm run cli -- roster import roster.zip --school T99
  npm run cli -- roster export --school T99 --output roster.zip
  npm run cli -- roster tie T99 10630008 teacher301
  npm run cli -- roster move-class T99 10630008 302
  npm run cli -- roster leave T99 10630008 --as graduated
  npm run cli -- roster close-day 2026-11-27 --school T99`;

/** Of what is typed at a terminal of the installation. */
const OPERATOR = { id: 'cli', role: 'administrator' } as const;

function recordsOf({ config, db, log }: OpenedSystem): Records {
  const streams = new SchoolStreams({ db, log, config, personalData: createPersonalData(db, config) });
  return { streams, office: new RosterOffice(streams), by: { commandId: randomUUID(), actor: OPERATOR } };
}

async function changePupil(
  system: OpenedSystem,
  terminal: Terminal,
  school: string,
  number: string,
  change: Change,
): Promise<void> {
  const { config, db } = system;
  const roster = new Roster(db, createPersonalData(db, config), config);
  const pupil = await roster.studentByNumber(school, number);
  if (!pupil) throw new CommandFailed(`school ${school} has no pupil of that number`);
  await change(recordsOf(system), pupil);
  const changed = await roster.findStudent(pupil.studentId);
  if (!changed) throw new CommandFailed('the pupil has gone from the roster');
  const { studentId: subject, rosterVersion, schoolId } = changed;
  const told = await withGateway(config, (gateway) =>
    new RosterOutbox(db, gateway).tellNow(
      { kind: 'roster-changed', subject, detail: String(rosterVersion), schoolId },
      { perSecond: 1_000 },
    ),
  );
  printLine(terminal, `done, version ${rosterVersion} of the entry; open cases told: ${told}`);
}

async function tie({ office, by }: Records, pupil: Pupil, account: string, tied: boolean): Promise<void> {
  if (!(await office.setFamilyTie(by, pupil, account, tied)))
    throw new CommandFailed(`school ${pupil.schoolId} has no member of staff with the account ${account}`);
}

async function move({ office, by, streams }: Records, pupil: Pupil, classId: string): Promise<void> {
  if (!(await hasClass(streams.places.db, pupil.schoolId, classId)))
    throw new CommandFailed(`school ${pupil.schoolId} has no class ${classId}`);
  await office.moveToClass(by, pupil, classId);
}

async function close(
  system: OpenedSystem,
  terminal: Terminal,
  day: string,
  { school, rate }: { readonly school?: string; readonly rate: number },
): Promise<void> {
  const { config, db } = system;
  if (!isDay(day)) throw new CommandFailed('a day is written YYYY-MM-DD');
  if (school !== undefined && !(await findSchool(db, school))) throw new CommandFailed(`there is no school ${school}`);
  const schools = school === undefined ? await allSchoolIds(db) : [school];
  const { office, by } = recordsOf(system);
  await office.closeDay(by, day, schools);
  const progress = new Progress(terminal.err, 'telling open cases');
  const told = await withGateway(config, async (gateway) => {
    const outbox = new RosterOutbox(db, gateway);
    let cases = 0;
    for (const schoolId of schools) {
      const before = cases;
      cases += await outbox.tellNow(
        { kind: 'closed-day', subject: schoolId, detail: day, schoolId },
        { perSecond: rate, told: (done) => progress.show(before + done) },
      );
    }
    return cases;
  });
  progress.done(told);
  printLine(terminal, `closed: ${day}; open cases told: ${told}`);
}

async function withGateway<T>(
  config: OpenedSystem['config'],
  work: (gateway: BindingGateway) => Promise<T>,
): Promise<T> {
  const gateway = new TemporalBindingGateway(config);
  try {
    return await work(gateway);
  } finally {
    await gateway.close();
  }
}

function today(): string {
  return taipeiDay(new Date().toISOString());
}
