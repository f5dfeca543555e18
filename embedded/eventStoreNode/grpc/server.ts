import { Server, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { type NodeStore } from '../store/eventStore.js';
import { append } from './writes/append.js';
import { batchAppend } from './writes/batchAppend.js';
import { withDeadlineDurations } from './writes/deadlineDuration.js';
import { deleteStream, tombstoneStream } from './writes/deletions.js';
import { withEncodedResponses } from './encodedResponses.js';
import { type Address, gossipRead } from './gossip.js';
import { type LiveCalls } from './liveCalls.js';
import { read } from './reads/read.js';
import { getSupportedMethods } from './serverFeatures.js';
import { admitUser } from './authentication.js';
import { startScavenge } from './operations.js';
import { type BackgroundScavenges } from '../store/scavenge/background.js';
import { type NodeUser } from '../user.js';
import { GossipService, OperationsService, ServerFeaturesService, StreamsService } from './wire.js';

const limits = {
  // Clients send batch chunks of up to 3 MiB before they learn that an append holds 1 MiB.
  'grpc.max_receive_message_length': 17 * 1024 * 1024,
  'grpc.max_send_message_length': -1,
  // What EventStoreDB allows: a client that stalls there stalls here as well.
  'grpc.max_concurrent_streams': 100,
};

type ServerOptions = Readonly<{
  address: () => Address;
  instanceId: string;
  scavenges: BackgroundScavenges;
  /** Who alone may use it; everybody when there is none. */
  user?: NodeUser | undefined;
}>;

/**
 * All services of the node; what is not registered (users, projections, …) fails with
 * UNIMPLEMENTED.
 */
export const createGrpcServer = (
  store: NodeStore,
  calls: LiveCalls,
  { address, instanceId, scavenges, user }: ServerOptions,
): Server => {
  const interceptors = user === undefined ? [] : [admitUser(user)];
  const server = new Server({ ...limits, interceptors });
  const streamsHandlers: UntypedServiceImplementation = {
    read: read(store, calls),
    append: append(store.writer, calls),
    batchAppend: batchAppend(store.writer, calls),
    delete: deleteStream(store.writer, calls),
    tombstone: tombstoneStream(store.writer, calls),
  };
  server.addService(withEncodedResponses(withDeadlineDurations(StreamsService)), streamsHandlers);
  server.addService(GossipService, { read: gossipRead(address, instanceId) });
  server.addService(ServerFeaturesService, { getSupportedMethods });
  server.addService(OperationsService, { startScavenge: startScavenge(scavenges) });

  return server;
};
