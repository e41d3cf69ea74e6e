import { sharedEngine } from './shared-engine.js';

let address: string | undefined;

/** host:port of the Temporal server that all tests of one run share: TEMPORAL_ADDRESS, else a development server in memory. */
export function temporalAddress(): string {
  address ??= process.env['TEMPORAL_ADDRESS'] ?? sharedEngine<{ address: string }>('temporal').address;
  return address;
}
