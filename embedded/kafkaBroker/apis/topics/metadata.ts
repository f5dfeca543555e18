import { codeOf, type ErrorName } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { MalformedRequest } from '../../protocol/reader.js';
import { isTopicName } from '../../storage/topicRules.js';
import { type KafkaApi, type Broker, nodeId, noThrottle } from '../api.js';

type Described = Readonly<{ name: string; error: ErrorName; partitions: readonly number[] }>;

/** Far more than this broker has; one request must not hold up the others. */
const mostTopics = 10_000;

/** Never creates topics: an unknown one has an error in the response. */
export const metadata: KafkaApi = {
  key: 3,
  versions: [0, 6],
  serve: ({ version, body }, broker) => {
    const names = body.nullableArray(body.string);
    const all = names === null || (version === 0 && names.length === 0);
    const wanted = all ? broker.topics.all().map(({ name }) => name) : [...new Set(names)];
    if (wanted.length > mostTopics)
      throw new MalformedRequest(`Metadata of ${wanted.length} topics at once`);
    const topics = wanted.map((name) => describe(broker, name));

    return (out) => {
      if (version >= 3) out.int32(noThrottle);
      writeBrokers(out, version, broker);
      if (version >= 2) out.string(broker.cluster.clusterId);
      if (version >= 1) out.int32(nodeId); // controller
      out.array(topics, (topic) => writeTopic(out, version, topic));
    };
  },
};

const describe = ({ topics }: Broker, name: string): Described => {
  const topic = topics.find(name);
  const error = isTopicName(name) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION';
  if (topic === undefined) return { name, error, partitions: [] };

  return { name, error: 'NONE', partitions: [...topic.partitions.keys()] };
};

const writeBrokers = (out: Writer, version: number, { host, port }: Broker): void => {
  out.array([nodeId], (node) => {
    out.int32(node).string(host).int32(port());
    if (version >= 1) out.string(null); // rack
  });
};

const writeTopic = (out: Writer, version: number, { name, error, partitions }: Described): void => {
  out.int16(codeOf(error)).string(name);
  if (version >= 1) out.boolean(false); // internal
  out.array(partitions, (partition) => {
    out.int16(codeOf('NONE')).int32(partition).int32(nodeId);
    out.array([nodeId], out.int32).array([nodeId], out.int32); // replicas, those in sync
    if (version >= 5) out.array([], out.int32); // replicas that are offline
  });
};
