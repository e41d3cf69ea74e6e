/** Everything that runs in Temporal's sandbox: the entry of the bundle. The names of the functions are those on the wire. */
export { bindingRequest } from './binding/binding-request.js';
export { reconcile } from './reconcile/reconcile.js';
