import type { Position as ClientPosition } from '@eventstore/db-client';
import { UnknownPosition, type Position } from '../port.js';

/** Digits of the largest 64-bit number, so that texts sort as the numbers do. */
const WIDTH = 20;
const FORM = new RegExp(String.raw`^(\d{${WIDTH}})/(\d{${WIDTH}})$`);

/** Both numbers are kept: with `prepare` 0 a subscription gives the event at `commit` again. */
export function toPosition({ commit, prepare }: ClientPosition): Position {
  return `${String(commit).padStart(WIDTH, '0')}/${String(prepare).padStart(WIDTH, '0')}`;
}

/** @throws UnknownPosition for a position of another kind of log. */
export function toClientPosition(position: Position): ClientPosition {
  const [, commit, prepare] = FORM.exec(position) ?? [];
  if (!commit || !prepare) throw new UnknownPosition(position);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
