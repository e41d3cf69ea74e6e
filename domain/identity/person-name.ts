/** Names as the household register writes them: Han characters, or letters with blanks, hyphens, apostrophes and 間隔號. */
import { plain } from './typed.js';

const HAN = String.raw`\p{Script=Han}`;
/** Household offices, keyboards and fonts disagree about the dot inside the names of indigenous and foreign people. */
const MIDDLE_DOTS = /\s*[\u00B7\u2027\u2022\u30FB\u2219\u22C5\u0387]\s*/gu;
const BLANK_BESIDE_HAN = new RegExp(String.raw`(?<=${HAN})\s+(?=${HAN})`, 'gu');
const NAME = /^[\p{L}\p{M}](?:[\p{L}\p{M}\u00B7 .,'\u2019-]*[\p{L}\p{M}.])$/u;

/** Longest name that is taken, in characters. */
export const LONGEST_NAME = 50;

/**
 * 2 to 50 characters; null when it is no name. Accepts full-width letters and blanks between Han characters, keeps one
 * blank between words, writes every middle dot as ·.
 */
export function parsePersonName(typed: string): string | null {
  const name = plain(typed).replaceAll(MIDDLE_DOTS, '·').replaceAll(BLANK_BESIDE_HAN, '').replaceAll(/\s+/gu, ' ');
  return [...name].length <= LONGEST_NAME && NAME.test(name) ? name : null;
}

/** 尹OO: the first character only, whatever the length of the rest. */
export function maskPersonName(name: string): string {
  return `${[...name][0] ?? ''}OO`;
}
