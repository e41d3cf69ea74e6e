/** One write as it reached the edge: who, where, under which key, with what. */
import { createHmac } from 'node:crypto';
import { toJcs } from '../../../eventstore/chain/jcs.js';

export interface Call {
  readonly principal: string;
  readonly method: string;
  /** Concrete, so that one key may serve two routes or two cases. */
  readonly path: string;
  readonly key: string;
  /** Parsed and of the right shape; never stored. */
  readonly body: unknown;
}

/**
 * Equal for the same body, however its JSON was written. The key of the call goes in, so that the same personal data in
 * two calls do not look the same in the table.
 */
export function bodyHmac(call: Call, indexKey: Buffer): Buffer {
  return createHmac('sha256', indexKey)
    .update(toJcs(['body', call.key, call.body ?? {}]), 'utf8')
    .digest();
}
