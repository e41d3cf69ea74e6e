/**
 * A stand-in for an EventStoreDB server, for tests only: real gRPC by the service definitions that the client package ships,
 * an append-only file behind it. Run by start-double.ts as a process of its own, so that kill -9 means something:
 *   node --import ./test/support/typescript.mjs test/support/eventstoredb-double/server.ts <folder> <port>
 */
import { join } from 'node:path';
import { Server, ServerCredentials, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { appendCall } from './append-call.js';
import { batchAppendCall } from './batch-append-call.js';
import { deleteCall, tombstoneCall } from './delete-call.js';
import { Faults, type Order } from './faults.js';
import { Journal } from './journal.js';
import { readCall } from './read-call.js';
import { Store } from './store.js';
import { supportedMethods } from './supported-methods.js';

const [folder = '.', port = '0'] = process.argv.slice(2);

const { journal, events } = Journal.open(join(folder, 'events.log'));
const store = new Store(journal, events);
const faults = new Faults();
if (events.length === 0) await writeSystemEvent();

const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
serve(featuresGrpc.ServerFeaturesService, { getSupportedMethods: supportedMethods });
serve(streamsGrpc.StreamsService, {
  append: appendCall(store, faults),
  batchAppend: batchAppendCall(faults),
  read: readCall(store, faults),
  delete: deleteCall(store),
  tombstone: tombstoneCall(store),
});

server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
  if (error) throw error;
  process.send?.({ port: bound });
});

process.on('message', (order: Order) => process.send?.({ report: faults.obey(order) }));
process.once('SIGTERM', stop);
// Whoever started it is gone: nobody is left to talk to.
process.once('disconnect', stop);

function stop(): void {
  server.forceShutdown();
  process.exit(0);
}

/** Methods that are not given answer UNIMPLEMENTED, as of an older server. */
function serve(service: unknown, methods: object): void {
  server.addService(service as ServiceDefinition, methods as UntypedServiceImplementation);
}

/** A new EventStoreDB is not empty: readers of $all meet system events first. */
async function writeSystemEvent(): Promise<void> {
  await store.append('$$$scavenges', 'no-stream', [
    {
      id: '00000000-0000-4000-8000-000000000001',
      type: '$metadata',
      contentType: 'application/json',
      data: Buffer.from('{}'),
      metadata: Buffer.alloc(0),
    },
  ]);
}
