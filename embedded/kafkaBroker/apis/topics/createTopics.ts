import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { Writer } from '../../protocol/writer.js';
import type { TopicConfig } from '../../storage/clusterMetadata.js';
import { noTopicId } from '../../storage/topicId.js';
import type { BrokerTopic } from '../../storage/topics.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { inTurns, repeatedOf } from '../entries.js';
import { topicValues } from './configValues.js';
import { type Placement, requirePlacedHere } from './placement.js';

const defaultPartitions = 1;

type Wanted = Readonly<{
  name: string;
  partitions: number;
  replicationFactor: number;
  /** What the request says about where partitions are to be; it may say nothing. */
  placed: readonly Placement[];
  config: Readonly<Record<string, string>>;
}>;

type Result = Readonly<{
  name: string;
  error: ErrorName;
  message: string | null;
  partitions: number;
  config: TopicConfig;
  /** Null when it was only validated, or refused. */
  created: BrokerTopic | null;
}>;

export const createTopics: KafkaApi = {
  key: 19,
  versions: [0, 7],
  flexibleFrom: 5,
  serve: async ({ version, body }, broker) => {
    const wanted = body.structures(readTopic(body));
    body.int32(); // timeout
    const validateOnly = version >= 1 && body.boolean();
    const repeated = repeatedOf(wanted, ({ name }) => name);
    const results = await inTurns(wanted, (topic) => {
      const twice = repeated.has(topic.name);

      return { name: topic.name, ...create(broker, topic, { validateOnly, twice }) };
    });

    return (out) => {
      if (version >= 2) out.int32(noThrottle);
      out.array(results, (result) => writeResult(out, version, result)).tags();
    };
  },
};

const readTopic =
  ({ string, nullableString, int16, int32, array, structures }: Reader) =>
  (): Wanted => {
    const name = string();
    const partitions = int32();
    const replicationFactor = int16();
    const placed = structures(() => ({ partition: int32(), replicas: array(int32) }));
    const config = structures(() => [string(), nullableString() ?? ''] as const);

    return {
      name,
      partitions: placed.length > 0 ? placed.length : partitions,
      replicationFactor,
      placed,
      config: Object.fromEntries(config),
    };
  };

const create = (
  { topics }: Broker,
  { name, partitions, replicationFactor, placed, config }: Wanted,
  { validateOnly, twice }: Readonly<{ validateOnly: boolean; twice: boolean }>,
): Omit<Result, 'name'> => {
  const topic = { name, partitions: partitions === -1 ? defaultPartitions : partitions, config };
  try {
    if (twice) throw new KafkaError('INVALID_REQUEST', 'The topic is named twice');
    if (replicationFactor !== -1 && replicationFactor !== 1)
      throw new KafkaError('INVALID_REPLICATION_FACTOR', 'There is one broker');
    requirePlacedHere(placed);
    if (validateOnly) topics.check(topic);
    else topics.create(topic);
    const created = topics.find(name) ?? null;

    return { error: 'NONE', message: null, ...topic, created };
  } catch (error) {
    return { ...nothingCreated, error: errorNameOf(error), message: messageOf(error) };
  }
};

const nothingCreated = { partitions: -1, config: {}, created: null };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');

/** Since version 5 with what the topic has become. */
const writeResult = (out: Writer, version: number, result: Result): void => {
  const { name, error, message, partitions, config, created } = result;
  out.string(name);
  if (version >= 7) out.uuid(created?.id ?? noTopicId);
  out.int16(codeOf(error));
  if (version >= 1) out.string(message);
  if (version >= 5) {
    out.int32(partitions).int16(error === 'NONE' ? 1 : -1);
    const values = error === 'NONE' ? topicValues(config) : [];
    out.array(values, ({ name: key, value, source }) =>
      out.string(key).string(value).boolean(false).int8(source).boolean(false).tags(),
    );
  }
  out.tags();
};
