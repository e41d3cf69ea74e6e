import type { ServerReadableStream, handleClientStreamingCall } from '@grpc/grpc-js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ProposedEvent } from './recorded-event.js';
import type { Faults } from './faults.js';
import { badRequest, statusOf, streamDeleted, tooLarge } from './refusals.js';
import type { Answer, Expected, Store } from './store.js';

type AppendCall = ServerReadableStream<streamsPb.AppendReq, streamsPb.AppendResp>;

/** Streams.Append: the options, then the events, then one answer. */
export function appendCall(
  store: Store,
  faults: Faults,
): handleClientStreamingCall<streamsPb.AppendReq, streamsPb.AppendResp> {
  return (call, callback) => {
    faults
      .append(async () => {
        const { stream, expected, events } = await receive(call);
        return response(await store.append(stream, expected, events), stream, expected);
      })
      .then(
        (message) => callback(null, message),
        (error: unknown) => callback(statusOf(error)),
      );
  };
}

async function receive(call: AppendCall): Promise<{ stream: string; expected: Expected; events: ProposedEvent[] }> {
  let options: streamsPb.AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  for await (const message of call as AsyncIterable<streamsPb.AppendReq>) {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed) events.push(proposedEvent(proposed));
  }
  if (!options) throw badRequest();
  return { stream: streamName(options.getStreamIdentifier()), expected: expectedOf(options), events };
}

function proposedEvent(message: streamsPb.AppendReq.ProposedMessage): ProposedEvent {
  return {
    id: (message.getId()?.getString() ?? '').toLowerCase(),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
}

/** Deletions say it the same way. */
export function expectedOf(
  options: streamsPb.AppendReq.Options | streamsPb.DeleteReq.Options | streamsPb.TombstoneReq.Options,
): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
}

function response(answer: Answer, stream: string, expected: Expected): streamsPb.AppendResp {
  switch (answer.kind) {
    case 'written':
      return new streamsPb.AppendResp().setSuccess(success(answer.revision, answer.position));
    case 'wrong-expected-version':
      return new streamsPb.AppendResp().setWrongExpectedVersion(wrongVersion(answer.current, expected));
    case 'stream-deleted':
      throw streamDeleted(stream);
    case 'too-large':
      throw tooLarge();
    case 'bad-request':
      throw badRequest();
  }
}

function success(revision: number, position: bigint | undefined): streamsPb.AppendResp.Success {
  const message = new streamsPb.AppendResp.Success().setCurrentRevision(String(revision));
  if (position === undefined) return message.setNoPosition(new sharedPb.Empty());
  const at = new streamsPb.AppendResp.Position();
  return message.setPosition(at.setCommitPosition(String(position)).setPreparePosition(String(position)));
}

function wrongVersion(current: number | 'no-stream', expected: Expected): streamsPb.AppendResp.WrongExpectedVersion {
  const message = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current === 'no-stream') message.setCurrentNoStream(new sharedPb.Empty());
  else message.setCurrentRevision(String(current));
  if (expected === 'no-stream') return message.setExpectedNoStream(new sharedPb.Empty());
  if (expected === 'any') return message.setExpectedAny(new sharedPb.Empty());
  if (expected === 'stream-exists') return message.setExpectedStreamExists(new sharedPb.Empty());
  return message.setExpectedRevision(String(expected));
}

/** Names travel as UTF-8 bytes. */
export function streamName(identifier: sharedPb.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}
