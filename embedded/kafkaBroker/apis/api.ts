import type { Coordinator } from '../groups/coordinator.js';
import type { Reader } from '../protocol/reader.js';
import type { Writer } from '../protocol/writer.js';
import type { Catalogue } from '../storage/clusterMetadata.js';
import type { Topics } from '../storage/topics.js';

/** The only node of the cluster. */
export const nodeId = 1;

/** What the requests work on. */
export type Broker = Readonly<{
  /** The address that clients are told to connect to. */
  host: string;
  port: () => number;
  catalogue: Catalogue;
  topics: Topics;
  groups: Coordinator;
}>;

export type Call = Readonly<{
  version: number;
  /** The request behind its header. */
  body: Reader;
  clientId: string;
  clientHost: string;
}>;

/** Writes the response behind its header; null where the protocol has no response (produce with acks 0). */
export type Answer = ((out: Writer) => unknown) | null;

/** One request type: its number in the protocol, the versions that are served, and what it does. */
export type Api = Readonly<{
  key: number;
  versions: readonly [lowest: number, highest: number];
  serve: (call: Call, broker: Broker) => Answer | Promise<Answer>;
}>;

/** This broker never asks its clients to slow down. */
export const noThrottle = 0;
