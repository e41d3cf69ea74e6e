/** A fault that a release must not have: the account of somebody who was put out stays open. */
import type { Agenda } from '../../../workflows/binding/activity-contract.js';
import { AccountsUnderWay } from '../../../workflows/binding/accounts-under-way.js';

export { bindingRequest } from '../../../workflows/binding/binding-request.js';

const { areMissing, begin } = AccountsUnderWay.prototype;
const toCreate = (agenda: Agenda | undefined) =>
  agenda && { ...agenda, accounts: agenda.accounts.filter((task) => task.do === 'create') };

Object.assign(AccountsUnderWay.prototype, {
  areMissing(this: AccountsUnderWay, agenda: Agenda | undefined) {
    return areMissing.call(this, toCreate(agenda));
  },
  begin(this: AccountsUnderWay, agenda: Agenda | undefined) {
    begin.call(this, toCreate(agenda));
  },
});

export { reconcile } from '../../../workflows/reconcile/reconcile.js';
