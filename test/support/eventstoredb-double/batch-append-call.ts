import { status, type handleBidiStreamingCall } from '@grpc/grpc-js';
import type streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { Faults } from './faults.js';
import { Refused } from './refusals.js';

/**
 * Streams.BatchAppend: the shared stream that the client takes for appends without credentials. The double has it so that the
 * client would take it, and refuses it: the product must not (docs/adr/0004).
 */
export function batchAppendCall(
  faults: Faults,
): handleBidiStreamingCall<streamsPb.BatchAppendReq, streamsPb.BatchAppendResp> {
  return (call) => {
    faults.batchAppend();
    call.emit('error', new Refused(status.UNIMPLEMENTED, 'the double has no shared appends: give credentials').answer);
  };
}
