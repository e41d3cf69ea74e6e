import { stopEngines } from './stop-engines.mjs';

export default async function tearDown() {
  if (globalThis.ownEngines) stopEngines(globalThis.ownEngines);
}
