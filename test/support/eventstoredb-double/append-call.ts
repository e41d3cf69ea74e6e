import { Metadata, status, type ServerReadableStream, type handleClientStreamingCall } from '@grpc/grpc-js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ProposedEvent } from './recorded-event.js';
import { MAX_APPEND_SIZE, type AppendAnswer, type Expected, type Store } from './store.js';

type AppendCall = ServerReadableStream<streamsPb.AppendReq, streamsPb.AppendResp>;

/** Streams.Append: the options, then the events, then one answer. */
export function appendCall(store: Store): handleClientStreamingCall<streamsPb.AppendReq, streamsPb.AppendResp> {
  return (call, callback) => {
    receive(call)
      .then(async ({ stream, expected, events }) => response(await store.append(stream, expected, events), expected))
      .then(
        (message) => callback(null, message),
        (error: unknown) =>
          callback(error instanceof Refused ? error.answer : { code: status.INTERNAL, details: String(error) }),
      );
  };
}

/** A gRPC status as the real server words it; the client tells errors apart by the `exception` key. */
class Refused extends Error {
  constructor(readonly answer: { code: status; details: string; metadata?: Metadata }) {
    super(answer.details);
  }
}

async function receive(call: AppendCall): Promise<{ stream: string; expected: Expected; events: ProposedEvent[] }> {
  let options: streamsPb.AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  for await (const message of call as AsyncIterable<streamsPb.AppendReq>) {
    options ??= message.getOptions();
    const proposed = message.getProposedMessage();
    if (proposed) events.push(proposedEvent(proposed));
  }
  if (!options) throw new Refused(badRequest());
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

function expectedOf(options: streamsPb.AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
}

function response(result: AppendAnswer, expected: Expected): streamsPb.AppendResp {
  switch (result.kind) {
    case 'appended':
      return new streamsPb.AppendResp().setSuccess(success(result.revision, result.position));
    case 'wrong-expected-version':
      return new streamsPb.AppendResp().setWrongExpectedVersion(wrongVersion(result.current, expected));
    case 'too-large':
      throw new Refused(tooLarge());
    case 'bad-request':
      throw new Refused(badRequest());
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

function tooLarge(): Refused['answer'] {
  const metadata = new Metadata();
  metadata.set('exception', 'maximum-append-size-exceeded');
  metadata.set('maximum-append-size', String(MAX_APPEND_SIZE));
  return { code: status.INVALID_ARGUMENT, details: `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, metadata };
}

function badRequest(): Refused['answer'] {
  return { code: status.UNKNOWN, details: 'Envelope callback expected WriteEventsCompleted, received BadRequest' };
}

/** Names travel as UTF-8 bytes. */
export function streamName(identifier: sharedPb.StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}
