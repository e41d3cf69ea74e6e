/** The encoding of a file by its content: UTF-8 with or without a byte order mark, else Big5 as Windows writes it. */

export type Encoding = 'utf-8' | 'utf-8-bom' | 'big5';

export interface FileText {
  readonly encoding: Encoding;
  readonly text: string;
}

/** The first row that no encoding explains. */
export interface UnreadableText {
  readonly row: number;
}

const LINE_FEED = 0x0a;
/** What a decoder makes of bytes that stand for no character: replacement, private use, and control characters but for white space. */
const NO_TEXT = /[\uFFFD\p{Co}]|(?![\t\n\v\f\r])\p{Cc}/u;

export function readText(bytes: Uint8Array): FileText | UnreadableText {
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = decoded(bytes, 'utf-8');
  if (utf8 !== null) return { encoding: bom ? 'utf-8-bom' : 'utf-8', text: utf8 };
  const big5 = bom ? null : decoded(bytes, 'big5');
  if (big5 !== null) return { encoding: 'big5', text: big5 };
  return { row: firstUnreadableRow(bytes, bom ? ['utf-8'] : ['utf-8', 'big5']) };
}

function decoded(bytes: Uint8Array, encoding: 'utf-8' | 'big5'): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return NO_TEXT.test(text) ? null : text;
  } catch {
    return null;
  }
}

/** Where the encoding that reaches farther ends. A line feed is no part of a character in either. */
function firstUnreadableRow(bytes: Uint8Array, encodings: readonly ('utf-8' | 'big5')[]): number {
  return Math.max(...encodings.map((encoding) => readableRows(bytes, encoding))) + 1;
}

function readableRows(bytes: Uint8Array, encoding: 'utf-8' | 'big5'): number {
  let rows = 0;
  for (let from = 0; from < bytes.length; rows++) {
    const feed = bytes.indexOf(LINE_FEED, from);
    const to = feed === -1 ? bytes.length : feed + 1;
    if (decoded(bytes.subarray(from, to), encoding) === null) return rows;
    from = to;
  }
  return rows;
}
