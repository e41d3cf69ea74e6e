import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, WorkflowUpdateFailedError } from '@temporalio/client';
import { asGatewayError, isRunEnded } from '../../../src/adapters/temporal/gateway-errors.js';

/** As gRPC's client throws it. */
function status(code: number, details: string): Error {
  return Object.assign(new Error(`${code} ${details}`), { code, details, metadata: {} });
}

describe('a run that completes in the moment of a command', () => {
  it.each([
    [
      'the update was accepted',
      new WorkflowUpdateFailedError('failed', ApplicationFailure.create({ type: 'AcceptedUpdateCompletedWorkflow' })),
    ],
    [
      'the update was not processed',
      new WorkflowUpdateFailedError('failed', ApplicationFailure.create({ type: 'UnprocessedUpdate' })),
    ],
    ['the server has closed the run', status(5, 'workflow execution already completed')],
    ['the server has taken the update back', status(10, 'Workflow Update was aborted by closing workflow')],
    ['the server finds it in another state', status(9, 'workflow execution already completed')],
  ])('lets the same command be sent again: %s', (_what, error) => expect(isRunEnded(error)).toBe(true));

  it('is never taken for a command that was not sent', () => {
    for (const error of [
      status(5, 'workflow execution already completed'),
      status(9, 'workflow execution already completed'),
      status(10, 'aborted'),
      status(14, 'Connection dropped'),
    ])
      expect(asGatewayError(error)).toMatchObject({ name: 'OutcomeUnknown' });
  });
});

describe('a command that cannot have been carried out', () => {
  it.each([
    [14, 'No connection established. Last error: connect ECONNREFUSED'],
    [9, 'Unable to perform workflow execution update due to Workflow Task in failed state.'],
    [8, 'limit on the total number of concurrent in-flight updates has been reached'],
  ])('is told so: %d %s', (code, details) => {
    expect(isRunEnded(status(code, details))).toBe(false);
    expect(asGatewayError(status(code, details))).toMatchObject({ name: 'EngineUnavailable' });
  });
});
