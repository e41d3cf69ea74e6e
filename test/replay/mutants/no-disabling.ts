/** A fault that a release must not have: the account of somebody who was put out stays open. */
import { RunningRequest } from '../../../workflows/binding/running-request.js';

export { bindingRequest } from '../../../workflows/binding/binding-request.js';

Object.assign(RunningRequest.prototype, { accountsToDisable: () => [] });

export { reconcile } from '../../../workflows/reconcile/reconcile.js';
