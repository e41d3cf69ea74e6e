/** A fault that a release must not have: it asks for one timer more than the recorded histories hold. */
import { sleep } from '@temporalio/workflow';
import { bindingRequest as original } from '../../../workflows/binding/binding-request.js';
import type { Carried } from '../../../workflows/binding/running-request.js';

export async function bindingRequest(carried?: Carried): Promise<void> {
  void sleep('1 hour');
  return original(carried);
}

export { reconcile } from '../../../workflows/reconcile/reconcile.js';
