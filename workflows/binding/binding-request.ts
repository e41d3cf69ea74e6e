/** The process of one binding request: what it listens to, what it waits for, how it ends. */
import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { listen } from './listen.js';
import { requestIdOfWorkflow } from '../names.js';
import { RunningRequest, type Carried } from './running-request.js';

/**
 * The stream `bindingRequest-<id>` is the truth; a run may be lost at any time, and the next command or reconcile
 * starts another that meets the stream.
 * @param carried what the run before this one knew; absent in a first run.
 */
export async function bindingRequest(carried?: Carried): Promise<void> {
  const request = new RunningRequest(requestIdOfWorkflow(workflowInfo().workflowId), carried);
  const nobodyIsServed = () => allHandlersFinished() && request.isIdle();
  listen(request);
  if (nobodyIsServed()) request.looksForItself();
  do {
    while (!request.isOver()) {
      request.setAlarm();
      await condition(() => request.wantsAttention());
      await request.passDeadlines();
      request.lookAfterAccounts();
      if (workflowInfo().continueAsNewSuggested && !request.isOver()) {
        await condition(nobodyIsServed);
        if (!request.isOver()) await continueAsNew<typeof bindingRequest>(request.carried());
      }
    }
    await condition(nobodyIsServed);
  } while (!request.isOver());
}
