import { codeOf, type ErrorName } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import { noTopicId } from '../../storage/topicId.js';
import { isTopicName } from '../../storage/topicRules.js';
import type { BrokerTopic } from '../../storage/topics.js';
import {
  type KafkaApi,
  type KafkaRequest,
  type Broker,
  leaderEpoch,
  nodeId,
  noThrottle,
} from '../api.js';
import { authorizedOperations } from '../authorizedOperations.js';

type Wanted = Readonly<{ id: string; name: string | null }>;
type Described = Wanted & Readonly<{ error: ErrorName; partitions: readonly number[] }>;
type Request = Readonly<{
  version: number;
  /** Null: all topics. */
  topics: readonly Wanted[] | null;
  wantsClusterOperations: boolean;
  wantsTopicOperations: boolean;
}>;

/** Since this version a topic can be named by its id only. */
const byIdFrom = 12;

/** Never creates topics: an unknown one has an error in the response. */
export const metadata: KafkaApi = {
  key: 3,
  versions: [0, 12],
  flexibleFrom: 9,
  serve: (kafkaRequest, broker) => {
    const request = readRequest(kafkaRequest);
    const topics = describeAll(broker, request);

    return (out) => writeResponse(out, { broker, request, topics });
  },
};

const readRequest = ({ version, body }: KafkaRequest): Request => {
  const named = body.nullableStructures(() => ({
    id: version >= 10 ? body.uuid() : noTopicId,
    name: body.nullableString(),
  }));
  if (version >= 4) body.boolean(); // whether topics may be created
  const wantsClusterOperations = version >= 8 && version <= 10 && body.boolean();
  const wantsTopicOperations = version >= 8 && body.boolean();
  const topics = version === 0 && named?.length === 0 ? null : named;

  return { version, topics, wantsClusterOperations, wantsTopicOperations };
};

const describeAll = ({ topics }: Broker, { version, topics: named }: Request): Described[] => {
  if (named === null) return topics.all().map(found);
  const wanted = new Map(named.map((topic) => [topic.name ?? topic.id, topic]));

  return [...wanted.values()].map((topic) => {
    if (topic.name !== null) return describe(topics.find(topic.name), topic);
    if (version >= byIdFrom) return describe(topics.findById(topic.id), topic);

    return { ...topic, name: '', error: 'INVALID_REQUEST', partitions: [] };
  });
};

const describe = (topic: BrokerTopic | undefined, { id, name }: Wanted): Described => {
  if (topic !== undefined) return found(topic);
  if (name === null) return { id, name, error: 'UNKNOWN_TOPIC_ID', partitions: [] };
  const error = isTopicName(name) ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION';

  return { id: noTopicId, name, error, partitions: [] };
};

const found = ({ id, name, partitions }: BrokerTopic): Described => ({
  id,
  name,
  error: 'NONE',
  partitions: [...partitions.keys()],
});

type Response = Readonly<{ broker: Broker; request: Request; topics: readonly Described[] }>;

const writeResponse = (out: Writer, { broker, request, topics }: Response): void => {
  const { version, wantsClusterOperations } = request;
  if (version >= 3) out.int32(noThrottle);
  writeBrokers(out, version, broker);
  if (version >= 2) out.string(broker.cluster.clusterId);
  if (version >= 1) out.int32(nodeId); // controller
  out.array(topics, (topic) => writeTopic(out, request, topic));
  if (version >= 8 && version <= 10)
    out.int32(authorizedOperations('cluster', wantsClusterOperations));
  out.tags();
};

const writeBrokers = (out: Writer, version: number, { host, port }: Broker): void => {
  out.array([nodeId], (node) => {
    out.int32(node).string(host).int32(port());
    if (version >= 1) out.string(null); // rack
    out.tags();
  });
};

const writeTopic = (
  out: Writer,
  { version, wantsTopicOperations }: Request,
  { id, name, error, partitions }: Described,
): void => {
  out.int16(codeOf(error)).string(name);
  if (version >= 10) out.uuid(id);
  if (version >= 1) out.boolean(false); // internal
  out.array(partitions, (partition) => {
    out.int16(codeOf('NONE')).int32(partition).int32(nodeId);
    if (version >= 7) out.int32(leaderEpoch);
    out.array([nodeId], out.int32).array([nodeId], out.int32); // replicas, those in sync
    if (version >= 5) out.array([], out.int32); // replicas that are offline
    out.tags();
  });
  if (version >= 8) out.int32(authorizedOperations('topic', wantsTopicOperations));
  out.tags();
};
