import { UnknownPosition, type Position } from '../port.js';

/** Place in the log: the writing transaction, and the order within it. Both are decimal texts: they outgrow a JavaScript number. */
export interface Place {
  readonly xid: string;
  readonly seq: string;
}

/** Digits of the largest 64-bit number, so that texts sort as the numbers do. */
const WIDTH = 20;
const FORM = new RegExp(String.raw`^(\d{${WIDTH}})-(\d{${WIDTH}})$`);

export function toPosition({ xid, seq }: Place): Position {
  return `${xid.padStart(WIDTH, '0')}-${seq.padStart(WIDTH, '0')}`;
}

/** @throws UnknownPosition for a position of another kind of log. */
export function toPlace(position: Position): Place {
  const [, xid, seq] = FORM.exec(position) ?? [];
  if (!xid || !seq) throw new UnknownPosition(position);
  return { xid: BigInt(xid).toString(), seq: BigInt(seq).toString() };
}
