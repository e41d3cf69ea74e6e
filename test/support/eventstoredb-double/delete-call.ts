import type { handleUnaryCall } from '@grpc/grpc-js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { expectedOf, streamName } from './append-call.js';
import { badRequest, statusOf, streamDeleted, wrongVersion } from './refusals.js';
import type { Answer, Expected, Store } from './store.js';

/** Streams.Delete: readers no longer find the stream, and it may begin again. */
export function deleteCall(store: Store): handleUnaryCall<streamsPb.DeleteReq, streamsPb.DeleteResp> {
  return ({ request }, callback) => {
    const options = request.getOptions() ?? new streamsPb.DeleteReq.Options();
    const [stream, expected] = [streamName(options.getStreamIdentifier()), expectedOf(options)];
    store
      .delete(stream, expected, 'soft')
      .then((answer) => written(answer, stream, expected))
      .then(
        (position) => {
          const at = new streamsPb.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
          callback(null, new streamsPb.DeleteResp().setPosition(at));
        },
        (error: unknown) => callback(statusOf(error)),
      );
  };
}

/** Streams.Tombstone: nobody will ever read or write the stream again. */
export function tombstoneCall(store: Store): handleUnaryCall<streamsPb.TombstoneReq, streamsPb.TombstoneResp> {
  return ({ request }, callback) => {
    const options = request.getOptions() ?? new streamsPb.TombstoneReq.Options();
    const [stream, expected] = [streamName(options.getStreamIdentifier()), expectedOf(options)];
    store
      .delete(stream, expected, 'tombstone')
      .then((answer) => written(answer, stream, expected))
      .then(
        (position) => {
          const at = new streamsPb.TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
          callback(null, new streamsPb.TombstoneResp().setPosition(at));
        },
        (error: unknown) => callback(statusOf(error)),
      );
  };
}

function written(answer: Answer, stream: string, expected: Expected): string {
  switch (answer.kind) {
    case 'written':
      return String(answer.position ?? 0);
    case 'stream-deleted':
      throw streamDeleted(stream);
    case 'wrong-expected-version':
      throw wrongVersion(stream, typeof expected === 'number' ? expected : -1, Number(answer.current));
    case 'too-large':
    case 'bad-request':
      throw badRequest();
  }
}
