/** Everything that runs in Temporal's sandbox: the entry of the bundle. The names of the functions are those on the wire. */
export { bindingRequest } from './binding-request.js';
export { reconcile } from './reconcile.js';
