/** A fault that a release must not have: an attempt at an account that nobody wants any more goes on. */
import { AccountsUnderWay } from '../../../workflows/binding/accounts-under-way.js';

export { bindingRequest } from '../../../workflows/binding/binding-request.js';

Object.assign(AccountsUnderWay.prototype, { leaveOut: () => undefined });

export { reconcile } from '../../../workflows/reconcile/reconcile.js';
