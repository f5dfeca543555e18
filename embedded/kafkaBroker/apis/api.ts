import type { Coordinator } from '../groups/coordinator.js';
import type { Connection } from '../groups/member.js';
import type { Reader } from '../protocol/reader.js';
import type { Writer } from '../protocol/writer.js';
import type { ClusterMetadata } from '../storage/clusterMetadata.js';
import type { Topics } from '../storage/topics.js';

/** The only node of the cluster. */
export const nodeId = 1;

/** The node has led every partition from the beginning. */
export const leaderEpoch = 0;

/** What requests are served from. */
export type Broker = Readonly<{
  /** The address that clients are told to connect to. */
  host: string;
  port: () => number;
  cluster: ClusterMetadata;
  topics: Topics;
  groups: Coordinator;
}>;

export type KafkaRequest = Readonly<{
  version: number;
  /** The request after its header. */
  body: Reader;
  clientId: string;
  connection: Connection;
}>;

/**
 * Writes the response after its header. Null where the protocol has no response: produce with
 * acks 0.
 */
export type ResponseWriter = ((out: Writer) => unknown) | null;

/** One request type: its number in the protocol, the versions that are served, and its handler. */
export type KafkaApi = Readonly<{
  key: number;
  versions: readonly [lowest: number, highest: number];
  /** From this version on the form is compact, and structures end with tagged fields. */
  flexibleFrom?: number;
  serve: (request: KafkaRequest, broker: Broker) => ResponseWriter | Promise<ResponseWriter>;
}>;

/** This broker never throttles its clients. */
export const noThrottle = 0;
