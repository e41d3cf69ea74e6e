import type { EventLog } from '../../eventstore/port.js';
import { checkLog } from '../../src/api/audit/check-log.js';

/** At the end of a suite: whatever it made the system write is what the rules allow. @throws with every line that is not */
export async function expectLawful(log: EventLog): Promise<void> {
  const { unlawful } = await checkLog(log);
  if (unlawful.length === 0) return;
  const lines = unlawful.map(({ stream, revision, type, why }) => `${stream}@${revision} ${type}: ${why}`);
  throw new Error(`the log holds what the rules forbid:\n${lines.join('\n')}`);
}
