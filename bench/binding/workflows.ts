/** One bundle with both, so that the same worker runs them. */
export { bindingRequest } from '../../workflows/binding/binding-request.js';
export { bareTwin } from './twin.js';
