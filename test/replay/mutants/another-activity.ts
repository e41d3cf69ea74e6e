/** A fault that a release must not have: what creates accounts has another name. */
import { proxyActivities } from '@temporalio/workflow';
import { AccountsUnderWay } from '../../../workflows/binding/accounts-under-way.js';

export { bindingRequest } from '../../../workflows/binding/binding-request.js';

const { makeAccount } = proxyActivities<{ makeAccount(): Promise<void> }>({ startToCloseTimeout: '10s' });

Object.assign(AccountsUnderWay.prototype, { ask: () => makeAccount() });

export { reconcile } from '../../../workflows/reconcile/reconcile.js';
