import { describe, expect, it } from '@jest/globals';
import { MemoryLog } from '../../../eventstore/memory/memory-log.js';
import type { Database } from '../../../src/adapters/postgres/database.js';
import { OutcomeUnknown, type BindingGateway } from '../../../src/adapters/temporal/binding-gateway.js';
import type { CommandRows } from '../../../src/api/commands/command-rows.js';
import type { Caller } from '../../../src/api/commands/case-commands.js';
import { Preconditions } from '../../../src/api/commands/preconditions.js';
import { DecisionCommands } from '../../../src/api/commands/decision-commands.js';
import { problemBody, type HttpProblem } from '../../../src/api/http/problems/problem.js';

const CALL = { principal: 'teacher', method: 'POST', path: '/', key: '5c1f0e7a-90c7-4c55-8f5a-2f6f8f3f7a11', body: {} };
const CALLER: Caller = {
  call: CALL,
  actor: { id: 'teacher', role: 'class-teacher' },
  channel: 'online',
  language: 'zh-TW',
  instance: 'urn:uuid:1',
};

describe('a decision whose signal was not answered', () => {
  it('tells its sender that it may have arrived, and where to look', async () => {
    let sent: string | undefined;
    const db = { query: () => Promise.resolve({ rows: [], rowCount: 0 }) } as unknown as Database;
    const gateway = {
      signalDecision({ commandId }: { commandId: string }) {
        sent = commandId;
        return Promise.reject(new OutcomeUnknown('the line broke'));
      },
    } as unknown as BindingGateway;
    const rows = {
      begin: (_: unknown, target: object) => Promise.resolve({ ...target, answer: null }),
      replaceNeverSent: () => Promise.resolve(),
      keepDecision: () => Promise.resolve(),
    } as unknown as CommandRows;
    const on = { requestId: 'request', studentId: 'student', applicantId: 'applicant' };
    const data = { applicantId: 'applicant', dossierRevision: 4, formChecked: true };
    const problem = await new DecisionCommands(rows, new Preconditions(new MemoryLog()), db, gateway)
      .decide({ on, type: 'Approve', content: () => Promise.resolve(data) }, CALLER)
      .catch((error: unknown) => error);
    const body = problemBody(problem as HttpProblem, 'zh-TW', 'urn:uuid:1');
    expect(body).toMatchObject({ status: 503, code: 'outcome-unknown', commandId: sent });
    expect(body.detail).not.toContain('已送出');
  });
});
