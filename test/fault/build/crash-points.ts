/** The places at which a process can be made to die, each between two things that belong together. */
import type { Patch } from './patch.js';

export interface CrashPoint {
  readonly name: string;
  /** Who passes it. An operator's command is started for it. */
  readonly in: 'api' | 'worker' | 'projector' | 'rebuild' | 'reconcile';
  readonly patch: Patch;
}

/** The statement that stands for a crash point in patched code. */
export function crashHere(point: string): string {
  return `(globalThis as unknown as { crashHere(point: string): void }).crashHere('${point}');`;
}

export const crashPoints: readonly CrashPoint[] = [
  before('before-append', 'worker', 'activities/binding/request-stream.ts', '    await this.log.append(this.name'),
  before(
    'after-append-before-completion',
    'worker',
    'activities/binding/request-stream.ts',
    '    const stored = events.map(({ type, data,',
  ),
  {
    name: 'after-account-before-its-event',
    in: 'worker',
    patch: {
      file: 'activities/binding/create-account.ts',
      text: 'return await identityProvider.create({ ...order, personRef: applicant.personRef, email, firstPassword });',
      by: `const made = await identityProvider.create({ ...order, personRef: applicant.personRef, email, firstPassword });
      ${crashHere('after-account-before-its-event')}
      return made;`,
    },
  },
  before(
    'between-apply-and-checkpoint',
    'projector',
    'projections/runner/apply-batch.ts',
    '    await park(tx, model, poisons);',
  ),
  before(
    'after-idempotency-row-before-command',
    'api',
    'src/api/commands/case-commands.ts',
    '    const data = await content(commandId);',
  ),
  before(
    'after-command-before-row-finished',
    'api',
    'src/api/commands/case-commands.ts',
    "    const answer = outcome.status === 'accepted'",
  ),
  before(
    'after-opening-before-row-finished',
    'api',
    'src/api/family/applying/open-binding.ts',
    "      if (answer.status === 'accepted') {",
  ),
  before(
    'after-decision-kept-before-signal',
    'api',
    'src/api/commands/decision-commands.ts',
    '    await this.signal(command);',
  ),
  after(
    'after-signal-before-answer',
    'api',
    'src/api/commands/decision-commands.ts',
    '    await this.signal(command);',
  ),
  before(
    'after-outcome-before-row-finished',
    'api',
    'src/api/commands/decision-commands.ts',
    '    return this.rows.finish(call, target, answer, outcome.revision);',
  ),
  before('mid-rebuild-before-swap', 'rebuild', 'projections/rebuild/rebuild.ts', '    if (swapped) await this.swap();'),
  after(
    'during-reconcile',
    'reconcile',
    'activities/reconcile.ts',
    '      const outcomes = await Promise.all(batch.map((item) => pages.work(item)));',
  ),
];

function before(name: string, who: CrashPoint['in'], file: string, text: string): CrashPoint {
  return { name, in: who, patch: { file, text, by: `${crashHere(name)}\n${text}` } };
}

function after(name: string, who: CrashPoint['in'], file: string, text: string): CrashPoint {
  return { name, in: who, patch: { file, text, by: `${text}\n${crashHere(name)}` } };
}
