/** `cli statistics …`: figures of the city, from the read models that the log fills. */
import { writeFileSync } from 'node:fs';
import { InvalidArgumentError, type Command } from 'commander';
import { isDay, taipeiDay } from '../../../../domain/calendar/taipei.js';
import { classCounts, countedSchools } from '../../../../projections/enrolment/binding-rate-queries.js';
import { bindingRate, type BindingRate, type ClassRate } from '../../../api/statistics/binding-rate.js';
import { bindingRateCsv } from '../../../api/statistics/binding-rate-csv.js';
import { bindingRatePicture } from '../binding-rate-picture.js';
import { CommandFailed } from '../failure.js';
import { withSystem, type OpenedSystem } from '../system.js';
import { tableOf } from '../table.js';
import { printLine, type Terminal } from '../terminal.js';

interface Options {
  readonly asOf?: string;
  readonly school?: string;
  readonly class?: string;
  readonly picture?: string;
  readonly json?: true;
  readonly csv?: true;
}

export function addStatisticsCommands(cli: Command, terminal: Terminal): void {
  const statistics = cli.command('statistics').description('figures of schools and classes').helpCommand(false);
  statistics
    .command('binding-rate')
    .description('綁定率: how many of the pupils have a bound parent, at the end of a day in Taipei')
    .option('--as-of <day>', 'YYYY-MM-DD; absent: today', pastDay)
    .option('--school <code>', 'one school, class by class; absent: all')
    .option('--class <class>', 'only this class of it')
    .option('--picture <file>', 'also draws it, as an SVG')
    .option('--json', 'as one JSON object')
    .option('--csv', 'as CSV')
    .addHelpText('after', HELP)
    .action((options: Options) => withSystem(terminal.env, (system) => show(system, terminal, options)));
}

const HELP = `
A class with fewer than 5 pupils is not shown, nor one that could be found by subtraction.

Examples:
  npm run cli -- statistics binding-rate --as-of 2026-11-30
  npm run cli -- statistics binding-rate --school T99 --picture rate.svg`;

async function show({ db }: OpenedSystem, terminal: Terminal, options: Options): Promise<void> {
  const { asOf: day = today(), school, picture } = options;
  const schools = await countedSchools(db, day, school);
  if (school !== undefined && schools.length === 0) throw new CommandFailed(`no school ${school} took part on ${day}`);
  const found = bindingRate(day, schools, await classCounts(db, day, school), options.class);
  if (picture !== undefined) draw(picture, found);
  if (options.json) return printLine(terminal, JSON.stringify(found));
  if (options.csv) return void terminal.out.write(bindingRateCsv(found));
  printLine(terminal, rateTable(found, school !== undefined));
}

function draw(file: string, found: BindingRate): void {
  try {
    writeFileSync(file, bindingRatePicture(found));
  } catch (error) {
    throw new CommandFailed(`cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
}

function rateTable({ asOf, definition, schools }: BindingRate, withClasses: boolean): string {
  const rows = schools.flatMap((school) => [
    [school.schoolId, '', ...numbers(school)],
    ...(withClasses ? school.classes.map((one) => [school.schoolId, one.classId, ...numbers(one)]) : []),
  ]);
  const headings = ['school', 'class', 'bound', 'pupils', 'rate', 'with two'];
  return [`as of ${asOf}`, '', tableOf(headings, rows), '', definition['zh-TW'], definition.en].join('\n');
}

function numbers(one: ClassRate | BindingRate['schools'][number]): readonly (string | number)[] {
  if ('tooFew' in one) return ['-', '-', 'too few', '-'];
  const { numerator, denominator, rate, withTwo } = one;
  return [numerator, denominator, rate === null ? '-' : `${(rate * 100).toFixed(2)} %`, withTwo];
}

function today(): string {
  return taipeiDay(new Date().toISOString());
}

function pastDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('It must be a day, YYYY-MM-DD.');
  if (text > today()) throw new InvalidArgumentError('It must not be a day to come.');
  return text;
}
