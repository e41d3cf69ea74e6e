/** `cli roster …`: changes in the school's records, for tests and demonstrations. Each tells the open cases it is about. */
import { Option, type Command } from 'commander';
import type { BindingGateway } from '../../../adapters/temporal/binding-gateway.js';
import { tellOfClosedDay, tellOfRosterChange } from '../../../api/commands/roster-changes.js';
import { isDay } from '../../../../domain/calendar/taipei.js';
import { createPersonalData } from '../../../people/privacy/personal-data.js';
import {
  closeDay,
  ENDINGS,
  leaveSchool,
  moveToClass,
  setFamilyTie,
  setRestricted,
  type ChangedPupil,
} from '../../../people/roster/change-roster.js';
import { hasClass } from '../../../people/roster/correct-student.js';
import { Roster, type Pupil } from '../../../people/roster/roster.js';
import { findSchool } from '../../../people/roster/schools.js';
import { TemporalBindingGateway } from '../../../adapters/temporal/temporal-binding-gateway.js';
import { CommandFailed } from '../failure.js';
import { positiveNumber } from '../options.js';
import { Progress } from '../progress.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { printLine, type Terminal } from '../terminal.js';

type Change = (system: OpenedSystem, pupil: Pupil) => Promise<ChangedPupil>;

export function addRosterCommands(cli: Command, terminal: Terminal): void {
  const roster = cli
    .command('roster')
    .description('changes in the school’s records, for tests and demonstrations; the open cases are told')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);
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
        run(school, number, ({ db }, pupil) => tie({ db }, pupil, account, tied)),
      );
  }
  for (const [name, restricted] of [
    ['restrict', true],
    ['unrestrict', false],
  ] as const) {
    ofPupil(name)
      .description(restricted ? 'a protective order: nobody at the school decides alone' : 'no longer so')
      .action((school: string, number: string) =>
        run(school, number, ({ db }, { studentId }) => setRestricted(db, studentId, restricted)),
      );
  }
  ofPupil('move-class')
    .argument('<class>', 'one of the school’s classes, as 302')
    .description('the pupil moves to another class')
    .action((school: string, number: string, classId: string) =>
      run(school, number, (system, pupil) => move(system, pupil, classId)),
    );
  ofPupil('leave')
    .description('the pupil is no longer at the school: open requests end')
    .addOption(new Option('--as <why>', 'how').choices(ENDINGS).default('left'))
    .action((school: string, number: string, options: { as: (typeof ENDINGS)[number] }) =>
      run(school, number, ({ db }, { studentId }) => leaveSchool(db, studentId, options.as)),
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
  npm run cli -- roster tie T99 10630008 teacher301
  npm run cli -- roster move-class T99 10630008 302
  npm run cli -- roster leave T99 10630008 --as graduated
  npm run cli -- roster close-day 2026-11-27 --school T99`;

async function changePupil(
  { config, db, log }: OpenedSystem,
  terminal: Terminal,
  school: string,
  number: string,
  change: Change,
): Promise<void> {
  const pupil = await new Roster(db, createPersonalData(db, config), config).studentByNumber(school, number);
  if (!pupil) throw new CommandFailed(`school ${school} has no pupil of that number`);
  const changed = await change({ config, db, log }, pupil);
  const told = await withGateway(config, (gateway) => tellOfRosterChange(db, gateway, changed));
  printLine(terminal, `done, version ${changed.rosterVersion} of the entry; open cases told: ${told}`);
}

async function tie(
  { db }: Pick<OpenedSystem, 'db'>,
  pupil: Pupil,
  account: string,
  tied: boolean,
): Promise<ChangedPupil> {
  const changed = await setFamilyTie(db, pupil, account, tied);
  if (!changed) throw new CommandFailed(`school ${pupil.schoolId} has no member of staff with the account ${account}`);
  return changed;
}

async function move({ db }: OpenedSystem, { studentId, schoolId }: Pupil, classId: string): Promise<ChangedPupil> {
  if (!(await hasClass(db, schoolId, classId))) throw new CommandFailed(`school ${schoolId} has no class ${classId}`);
  return moveToClass(db, studentId, classId);
}

async function close(
  { config, db }: OpenedSystem,
  terminal: Terminal,
  day: string,
  { school, rate }: { readonly school?: string; readonly rate: number },
): Promise<void> {
  if (!isDay(day)) throw new CommandFailed('a day is written YYYY-MM-DD');
  if (school !== undefined && !(await findSchool(db, school))) throw new CommandFailed(`there is no school ${school}`);
  const closed = { day, schoolId: school ?? null };
  await closeDay(db, day, closed.schoolId);
  const progress = new Progress(terminal.err, 'telling open cases');
  const told = await withGateway(config, (gateway) =>
    tellOfClosedDay(db, gateway, closed, rate, (cases) => progress.show(cases)),
  );
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
