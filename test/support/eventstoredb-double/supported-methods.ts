import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type sharedPb from '@eventstore/db-client/generated/shared_pb.js';

/** The client asks this first and goes other ways with a server that it takes for an old one. */
const VERSION = '23.10.0';

export function supportedMethods(
  _call: ServerUnaryCall<sharedPb.Empty, featuresPb.SupportedMethods>,
  callback: sendUnaryData<featuresPb.SupportedMethods>,
): void {
  const methods = ['append', 'batchappend', 'read', 'delete', 'tombstone'].map((name) =>
    new featuresPb.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
  );
  callback(null, new featuresPb.SupportedMethods().setEventStoreServerVersion(VERSION).setMethodsList(methods));
}
