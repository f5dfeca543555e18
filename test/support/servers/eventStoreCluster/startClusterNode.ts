import featuresService, {
  type ServerFeaturesClient,
} from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall } from '@grpc/grpc-js';
import type { Certificates } from '../../builders/certificates.js';
import { gossipOf, type Member } from './clusterGossip.js';
import { streamsOf, StreamsService } from './clusterStreams.js';
import { freshState, type NodeState } from './nodeState.js';

/** One server of the cluster. It keeps its port when it goes down and comes up again. */
export type ClusterNode = Readonly<{
  port: () => number;
  state: NodeState;
  /** Sends the appends on that were held back, late as they are. */
  letThrough: () => void;
  isUp: () => boolean;
  down: () => void;
  up: () => Promise<void>;
}>;

type Deps = Readonly<{
  store: Readonly<{ streams: StreamsClient; features: ServerFeaturesClient }>;
  members: () => readonly Member[];
  host: string;
  tls: Pick<Certificates, 'cert' | 'key'> | null;
}>;

export const startClusterNode = async (
  { store, members, host, tls }: Deps,
  role: NodeState['role'],
): Promise<ClusterNode> => {
  const state = freshState(role);
  const isSilent = (): boolean => state.answers === 'silent';
  const held: (() => void)[] = [];
  const leader = () => ({
    host,
    port: members().find(({ state: { role: each } }) => each === 'leader')?.port ?? 0,
  });
  let server: Server | null = null;
  let port = 0;

  const up = async (): Promise<void> => {
    const starting = new Server();
    starting.addService(gossipService.GossipService, { read: gossipOf({ host, members, state }) });
    starting.addService(StreamsService, streamsOf({ store: store.streams, state, held, leader }));
    starting.addService(featuresService.ServerFeaturesService, {
      getSupportedMethods: (
        call: ServerUnaryCall<Empty, SupportedMethods>,
        callback: sendUnaryData<SupportedMethods>,
      ) => {
        if (!isSilent()) store.features.getSupportedMethods(call.request, callback);
      },
    });
    port = await listen(starting, port, tls);
    server = starting;
  };
  await up();

  return {
    port: () => port,
    state,
    letThrough: () => {
      state.heldStreams = new Set();
      for (const send of held.splice(0)) send();
    },
    isUp: () => server !== null,
    down: () => {
      server?.forceShutdown();
      server = null;
    },
    up,
  };
};

const listen = (server: Server, port: number, tls: Deps['tls']): Promise<number> =>
  new Promise((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, credentialsOf(tls), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    }),
  );

const credentialsOf = (tls: Deps['tls']): ServerCredentials =>
  tls === null
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [
        { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) },
      ]);
