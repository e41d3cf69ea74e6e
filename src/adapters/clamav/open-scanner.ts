import type { Config } from '../../config/config.js';
import { Clamd } from './clamd.js';
import { EicarOnly, type Scanner } from './scanner.js';

/** The scanner that is configured; without one, a stand-in. */
export function openScanner({ clamdAddress }: Config): Scanner {
  return clamdAddress === undefined ? new EicarOnly() : new Clamd(clamdAddress);
}
