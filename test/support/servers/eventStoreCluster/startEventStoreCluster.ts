import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import {
  StreamsService,
  type StreamsClient,
} from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { credentials, makeClientConstructor } from '@grpc/grpc-js';
import type { Certificates } from '../../builders/certificates.js';
import { startOwnEventStore } from '../ownEventStore.js';
import type { Member } from './clusterGossip.js';
import { type ClusterNode, startClusterNode } from './startClusterNode.js';

/** Three servers that speak as a cluster of EventStoreDB does, in front of one embedded node. */
export type EventStoreCluster = Readonly<{
  /** Connection string that names all of them. */
  url: string;
  /** Connection string of the node that stores, past the cluster. */
  storeUrl: string;
  nodes: readonly ClusterNode[];
  down: () => void;
  up: () => Promise<void>;
  /** There is no leader, and no node is ready, until `elected`. */
  electing: () => void;
  elected: (leader: number) => void;
  stop: () => Promise<void>;
}>;

/** The one of the client package reads only what clients need, once the adapter is loaded. */
const WholeStreamsClient = makeClientConstructor(
  StreamsService,
  'Streams',
) as unknown as typeof StreamsClient;

/** `tls`: key and certificate of all nodes, which are then called `localhost`. */
export const startEventStoreCluster = async (
  tls: Pick<Certificates, 'cert' | 'key'> | null = null,
): Promise<EventStoreCluster> => {
  const host = tls === null ? '127.0.0.1' : 'localhost';
  const node = await startOwnEventStore();
  const address = `127.0.0.1:${node.port}`;
  const insecure = credentials.createInsecure();
  const store = {
    streams: new WholeStreamsClient(address, insecure),
    features: new ServerFeaturesClient(address, insecure),
  };
  const nodes: ClusterNode[] = [];
  const members = (): Member[] =>
    nodes.map(({ port, isUp, state }) => ({ port: port(), isAlive: isUp(), state }));
  for (const role of ['leader', 'follower', 'follower'] as const)
    nodes.push(await startClusterNode({ store, members, host, tls }, role));

  return {
    url: `esdb://${nodes.map(({ port }) => `${host}:${port()}`).join(',')}?tls=${tls !== null}`,
    storeUrl: node.url,
    nodes,
    down: () => {
      for (const each of nodes) each.down();
    },
    up: async () => {
      for (const each of nodes) await each.up();
    },
    electing: () => {
      for (const { state } of nodes) state.role = 'electing';
    },
    elected: (leader) => {
      nodes.forEach(({ state }, index) => {
        state.role = index === leader ? 'leader' : 'follower';
      });
    },
    stop: async () => {
      for (const each of nodes) each.down();
      store.streams.close();
      store.features.close();
      await node.stop();
    },
  };
};
