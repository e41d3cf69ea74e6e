import { describe, expect, it } from '@jest/globals';
import type { CaseReport } from '../../../src/tools/cli/case/case-report.js';
import { whatUnblocks } from '../../../src/tools/cli/case/what-unblocks.js';

const NOW = Date.parse('2026-11-10T00:00:00.000Z');
const nobody = { kind: 'nobody', dueAt: null } as const;

const healthy: CaseReport = {
  requestId: 'a',
  stream: 'bindingRequest-a',
  revision: 4,
  state: {
    caseNumber: 'T99-00000000',
    schoolId: 'T99',
    classId: 'T99-301',
    stage: 'review',
    outcome: null,
    openedAt: '2026-11-02T02:00:00.000Z',
    holder: { kind: 'class-teacher', dueAt: '2026-11-11T15:59:59.999Z' },
    applicants: [],
    clocks: [{ kind: 'review', dueAt: '2026-11-11T15:59:59.999Z' }],
  },
  unreadable: null,
  events: [],
  readModels: [{ readModel: 'binding_case', revision: 4, behind: 0 }],
  parked: [],
  keptDecisions: [],
  workflow: {
    kind: 'found',
    status: 'RUNNING',
    runId: 'run',
    startedAt: '2026-11-02T02:00:00.000Z',
    failures: [],
    waitingFor: { next: null, accounts: [], inHand: null },
  },
};
const { state } = healthy;
const running = healthy.workflow;
if (state === null || running.kind !== 'found') throw new Error('the sample is healthy');

describe('what would unblock a case', () => {
  it.each<[string, Partial<CaseReport>, RegExp]>([
    ['a healthy one', {}, /^Nothing is wrong: it waits for class-teacher, until 2026-11-11/],
    [
      'a closed one',
      { state: { ...state, stage: 'closed', outcome: 'completed', holder: nobody, clocks: [] } },
      /closed \(completed\)/,
    ],
    ['one without a run', { workflow: { kind: 'unknown' } }, /`reconcile --all`/],
    ['one whose run ended', { workflow: { ...running, status: 'TERMINATED' } }, /`reconcile --all`/],
    ['one without Temporal', { workflow: { kind: 'unreachable', why: 'gone' } }, /^Temporal does not answer \(gone\)/],
    ['one whose worker is silent', { workflow: { ...running, waitingFor: null } }, /did not answer within 2 s/],
    [
      'one whose code fails',
      { workflow: { ...running, failures: [{ of: 'workflow-task', attempt: 7, type: 'TMPRL1100', message: 'x' }] } },
      /Go back to the one before/,
    ],
    [
      'one whose provider fails',
      { workflow: { ...running, failures: [{ of: 'createAccount', attempt: 3, type: 'Away', message: 'x' }] } },
      /identity provider/,
    ],
    [
      'one that is being moved',
      { workflow: { ...running, waitingFor: { next: null, accounts: [], inHand: { type: 'Reject', since: 'now' } } } },
      /has Reject in hand since now/,
    ],
    [
      'one whose page is old',
      { readModels: [{ readModel: 'binding_case', revision: 2, behind: 2 }] },
      /is a projector running/,
    ],
    [
      'one with a deadline that passed',
      { state: { ...state, clocks: [{ kind: 'review', dueAt: '2026-11-09T00:00:00.000Z' }] } },
      /^Overdue: review since 2026-11-09/,
    ],
    [
      'one with a kept decision',
      { keptDecisions: [{ commandId: 'c', keptAt: '2026-11-09T00:00:00.000Z', sentAgain: 0, sentAt: null }] },
      /^1 decision\(s\) without an outcome/,
    ],
    [
      'one that cannot be read',
      { state: null, unreadable: 'newer-schema' },
      /^This release cannot read the stream \(newer-schema\)/,
    ],
  ])('says of %s what to do', (_, change, expected) =>
    expect(whatUnblocks({ ...healthy, ...change }, NOW)).toEqual([expect.stringMatching(expected)]),
  );
});
