/** The consent texts that were ever in force. Their SHA-256 (of the UTF-8 text) is made outside: the rules have no crypto. */
import type { Instant } from '../calendar/instants.js';
import { consent20200820r1 } from './2020-08-20-r1.js';

export interface ConsentText {
  readonly version: string;
  /** zh-TW, plain text, paragraphs parted by an empty line. */
  readonly text: string;
  /** The one that is answered now. */
  readonly current: boolean;
  /** When it took the place of the text before it; absent for the first one. */
  readonly since?: Instant;
}

const CURRENT: ConsentText = { version: '2020-08-20-r1', text: consent20200820r1, current: true };

export const CONSENT_TEXTS: readonly ConsentText[] = [CURRENT];

export function currentConsentText(): ConsentText {
  return CURRENT;
}

/** Undefined when there never was such a version. */
export function consentText(version: string): ConsentText | undefined {
  return CONSENT_TEXTS.find((text) => text.version === version);
}
