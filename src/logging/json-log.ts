import { ConsoleLogger, type LogLevel as NestLevel } from '@nestjs/common';
import { present } from '../../domain/present.js';
import type { LogLevel } from '../config/config.js';
import { currentRequestId } from './request-scope.js';
import { withoutPersonalData } from './without-personal-data.js';

/** The most urgent first; docs/operations.md says what each means. */
const LEVELS = ['error', 'warn', 'log', 'debug'] as const satisfies readonly NestLevel[];

/**
 * The log of a role: one JSON object a line, with level, pid, timestamp (milliseconds since 1970), message, the role as
 * context, the request it belongs to, and all other fields. What looks like personal data is masked, also where it is logged by mistake.
 */
export class JsonLog extends ConsoleLogger {
  constructor(role: string, level: LogLevel) {
    super(role, {
      json: true,
      flattenParams: true,
      logLevels: LEVELS.slice(0, LEVELS.indexOf(level) + 1),
      redact: ['password', 'currentPassword', 'newPassword', 'cookie', 'authorization', 'idNumber', 'mobile', 'email'],
    });
  }

  protected override getJsonLogObject(...args: Parameters<ConsoleLogger['getJsonLogObject']>) {
    const requestId = currentRequestId();
    return { ...super.getJsonLogObject(...args), ...present({ requestId }) };
  }

  protected override stringifyJsonLogObject(entry: Record<string, unknown>): string {
    return withoutPersonalData(super.stringifyJsonLogObject(entry));
  }
}
