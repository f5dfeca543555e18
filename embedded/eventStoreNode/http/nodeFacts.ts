import { reportedVersion } from '../grpc/serverFeatures.js';
import { type Address } from '../grpc/gossip.js';
import { type BackgroundScavenges } from '../store/scavenge/background.js';
import { type NodeUser } from '../user.js';
import { type StreamReader } from '../store/reads/streamReader.js';

export type NodeFacts = Readonly<{
  instanceId: string;
  address: () => Address;
  reader: StreamReader;
  scavenges: BackgroundScavenges;
  /** Who alone may use the node; everybody when there is none. */
  user?: NodeUser | undefined;
}>;

/**
 * What programs ask a node over HTTP before they talk to it: `/ping`, `/info`, `/gossip`, `/stats`.
 * Returns undefined for any other path.
 */
export const nodeFact = (facts: NodeFacts, path: string): object | undefined =>
  answers[path]?.(facts);

const answers: Readonly<Record<string, (facts: NodeFacts) => object>> = {
  '/ping': () => ({ text: 'Ping request successfully handled' }),
  '/info': ({ user }) => ({
    esVersion: reportedVersion,
    state: 'leader',
    features: { projections: false, userManagement: false, atomPub: false },
    authentication: { type: user === undefined ? 'insecure' : 'internal', properties: {} },
  }),
  '/gossip': ({ instanceId, address, reader }) => {
    const { host, port } = address();

    return {
      members: [memberOf(instanceId, { host, port }, reader)],
      serverIp: host,
      serverPort: port,
    };
  },
  '/stats': ({ reader: { index, end } }) => ({
    proc: {
      startTime: new Date(performance.timeOrigin).toISOString(),
      id: process.pid,
      mem: process.memoryUsage().rss,
    },
    es: { events: index.committed, streams: index.streamCount, writerPosition: end },
  }),
};

const memberOf = (instanceId: string, { host, port }: Address, reader: StreamReader) => ({
  instanceId,
  timeStamp: new Date().toISOString(),
  state: 'Leader',
  isAlive: true,
  httpEndPointIp: host,
  httpEndPointPort: port,
  lastCommitPosition: reader.end,
  writerCheckpoint: reader.end,
  nodePriority: 0,
  isReadOnlyReplica: false,
  esVersion: reportedVersion,
});
