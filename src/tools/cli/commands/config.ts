/** `cli config …`: what the environment says, before anything is started with it. */
import type { Command } from 'commander';
import { InvalidConfiguration } from '../../../config/config.js';
import { readEnvironment, type ReadVariable } from '../../../config/environment.js';
import { environmentOfSystem } from '../system.js';
import { tableOf } from '../table.js';
import { printLine, type Terminal } from '../terminal.js';

export function addConfigCommands(cli: Command, terminal: Terminal): void {
  cli
    .command('config')
    .description('the configuration')
    .helpCommand(false)
    .command('check')
    .description('every variable and where it comes from, secrets hidden; then everything that is wrong, at once')
    .action(() => check(terminal));
}

/** Nothing is opened: it works while everything is down. @throws InvalidConfiguration */
async function check(terminal: Terminal): Promise<void> {
  const { variables, problems } = readEnvironment((await environmentOfSystem(terminal.env)) ?? terminal.env);
  printLine(terminal, tableOf(['variable', 'value', 'from'], variables.map(rowOf)));
  if (problems.length > 0) throw new InvalidConfiguration(problems);
}

function rowOf({ name, shown, source, problem }: ReadVariable): readonly string[] {
  const from = { environment: 'environment', file: `${name}_FILE`, default: 'default', absent: '-' }[source];
  return [name, problem === null ? (shown ?? '-') : '(wrong)', from];
}
