import { codeOf } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { type KafkaApi, type Broker, nodeId, noThrottle } from '../api.js';
import { authorizedOperations } from '../authorizedOperations.js';

/** What kind of nodes a request is about, in the numbers of the protocol. */
const brokers = 1;

export const describeCluster: KafkaApi = {
  key: 60,
  versions: [0, 1],
  flexibleFrom: 0,
  serve: ({ version, body }, broker) => {
    const wantsOperations = body.boolean();
    const kind = version >= 1 ? body.int8() : brokers;

    return (out) => {
      const isServed = kind === brokers;
      out.int32(noThrottle);
      out.int16(codeOf(isServed ? 'NONE' : 'MISMATCHED_ENDPOINT_TYPE')).string(null);
      if (version >= 1) out.int8(brokers);
      if (isServed) writeCluster(out, broker);
      else out.string('').int32(-1).array([], Boolean);
      out.int32(authorizedOperations('cluster', isServed && wantsOperations)).tags();
    };
  },
};

const writeCluster = (out: Writer, { cluster, host, port }: Broker): void => {
  out.string(cluster.clusterId).int32(nodeId);
  out.array([nodeId], (node) => out.int32(node).string(host).int32(port()).string(null).tags());
};
