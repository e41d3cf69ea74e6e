/** A fault that a release must not have: it waits for no deadline, and believes that it does. */
import { Alarm } from '../../../workflows/alarm.js';

export { bindingRequest } from '../../../workflows/binding/binding-request.js';

Alarm.prototype.setTo = function setTo(at) {
  Object.assign(this, { setFor: at });
};

export { reconcile } from '../../../workflows/reconcile/reconcile.js';
