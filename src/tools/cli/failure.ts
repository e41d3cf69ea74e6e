/** What went wrong, in one line for the person at the terminal. */
import { DatabaseUnavailable, SqlError } from '../../../eventstore/sql.js';
import { StreamGone, Unavailable, UnknownPosition } from '../../../eventstore/port.js';
import { LeaseLost } from '../../../projections/runner/checkpoint.js';
import { StoppedAtPoison } from '../../../projections/folding/read-model.js';
import { RebuildUnderWay } from '../../../projections/rebuild/rebuild.js';
import { UnusableBackup } from '../backup/manifest.js';
import { EngineUnavailable, OutcomeUnknown } from '../../adapters/temporal/binding-gateway.js';
import { RosterBusy } from '../../people/roster/stream/school-streams.js';
import { InvalidConfiguration } from '../../config/config.js';

/** The command cannot do what was asked; its message says why and what to do, and may be shown. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

const SPEAKING = [
  CommandFailed,
  InvalidConfiguration,
  DatabaseUnavailable,
  SqlError,
  Unavailable,
  StreamGone,
  UnknownPosition,
  LeaseLost,
  StoppedAtPoison,
  RebuildUnderWay,
  UnusableBackup,
  EngineUnavailable,
  OutcomeUnknown,
  RosterBusy,
];

/** The message of an error that is made to be read; of any other only its first line, with its name: it is a bug. */
export function complaintOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed for a reason that was not said';
  if (!speaks(error)) return `${error.name}: ${error.message.split('\n')[0]}`;
  const { message, cause } = error;
  return cause instanceof Error && speaks(cause) ? `${message}: ${cause.message}` : message;
}

function speaks(error: Error): boolean {
  return SPEAKING.some((kind) => error instanceof kind);
}
