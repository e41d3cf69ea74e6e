/** Commands carry sealed texts into Temporal; nothing that an activity returns brings one back. */
import { describe, expect, it } from '@jest/globals';
import { createExecute, createLoad } from '../../activities/binding/execute-command.js';
import type { Command } from '../../domain/binding/commands.js';
import { BINDING_EVENTS } from '../../domain/binding/events.js';
import type { Fields } from '../../domain/event-declaration/fields.js';
import { MemoryLog } from '../../eventstore/memory/memory-log.js';
import { bindingStream } from '../../workflows/names.js';
import * as b from '../domain/builders.js';

const both = { mode: 'two-parents', applicants: [b.applicant('father'), b.applicant('mother')] } as const;
const reason = 'sealed-reason';
const note = 'sealed-note';

/** Each sealed text of a command begins with `sealed-`. Between them they write every event that has a sealed field. */
const LIVES: Readonly<Record<string, readonly Command[]>> = {
  'a dispute, a correction and two reviews': [
    b.open(),
    b.disputeStudentInfo(),
    b.keepStudentInfo(),
    b.correctStudentInfo(),
    b.confirmStudentInfo({ shownVersion: 7 }),
    b.answerConsent(),
    b.fillApplication(both),
    b.amendApplicant({ changed: { name: 'sealed-name', mobile: 'sealed-mobile' } }),
    b.signAndSend({ dossierRevisions: { [b.FATHER]: 7, [b.MOTHER]: 6 } }),
    b.takeOver(),
    b.reject({ dossierRevision: 8, note }, { by: b.registrar }),
    b.requestCorrection({ applicantId: b.MOTHER, dossierRevision: 8, note }, { by: b.registrar }),
    b.withdraw({ reason }),
  ],
  'a withdrawal before there is an applicant': [b.open(), b.withdraw({ reason })],
  'an account that is given up': [
    b.open(),
    b.confirmStudentInfo(),
    b.answerConsent(),
    b.fillApplication(),
    b.signAndSend(),
    b.approve(),
    b.recordAccount({ outcome: { kind: 'failed', reason: 'provider-unreachable' } }),
    b.abandonAccount(),
  ],
};

/** Plays the commands as a workflow does, which hands on what it knows, and as one that knows nothing. */
async function play(commands: readonly Command[]) {
  const log = new MemoryLog();
  const facts = { lookUp: (_: unknown, { actor }: Command) => Promise.resolve(b.facts({}, actor.role)) };
  const execute = createExecute({ log, facts });
  const load = createLoad({ log });
  const results: unknown[] = [];
  for (const [i, command] of commands.entries()) {
    const known = i === 0 ? undefined : await load(b.REQUEST);
    const executed = await execute(command, known);
    expect([command.type, executed.answer]).toMatchObject([command.type, { status: 'accepted', changed: true }]);
    results.push(known, executed, await execute(command, known), await execute(command));
  }
  const types = (await log.readStream(bindingStream(b.REQUEST))).map(({ type }) => type);
  return { results, types };
}

function hasSealed(fields: Fields): boolean {
  return Object.values(fields).some(({ sealed, inside }) => sealed !== undefined || hasSealed(inside ?? {}));
}

describe('the results of the activities', () => {
  it.each(Object.entries(LIVES))('hold no sealed value: %s', async (_, commands) => {
    expect(JSON.stringify(commands)).toContain('sealed-');
    const { results } = await play(commands);
    expect(results.map((result) => JSON.stringify(result)).filter((json) => json?.includes('sealed-'))).toEqual([]);
  });

  it('are looked at for every event that has a sealed field', async () => {
    const played = await Promise.all(Object.values(LIVES).map(play));
    const types = new Set(played.flatMap((life) => life.types));
    const sealed = Object.entries(BINDING_EVENTS).flatMap(([type, { fields }]) => (hasSealed(fields) ? [type] : []));
    expect(sealed.filter((type) => !types.has(type))).toEqual([]);
  });
});
