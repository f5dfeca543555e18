import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import { type KafkaApi, type Broker, nodeId, noThrottle } from '../api.js';

const defaultPartitions = 1;

type Wanted = Readonly<{
  name: string;
  partitions: number;
  replicationFactor: number;
  /** Whether every replica that the request places is on the only broker. */
  isPlacedHere: boolean;
  config: Readonly<Record<string, string>>;
}>;

export const createTopics: KafkaApi = {
  key: 19,
  versions: [0, 4],
  serve: ({ version, body }, broker) => {
    const wanted = body.array(readTopic(body));
    body.int32(); // timeout
    const validateOnly = version >= 1 && body.boolean();
    const results = wanted.map((topic) => {
      const twice = wanted.filter(({ name }) => name === topic.name).length > 1;

      return { name: topic.name, ...create(broker, topic, { validateOnly, twice }) };
    });

    return (out) => {
      if (version >= 2) out.int32(noThrottle);
      out.array(results, ({ name, error, message }) => {
        out.string(name).int16(codeOf(error));
        if (version >= 1) out.string(message);
      });
    };
  },
};

const readTopic =
  ({ string, nullableString, int16, int32, array }: Reader) =>
  (): Wanted => {
    const name = string();
    const partitions = int32();
    const replicationFactor = int16();
    const placed = array(() => ({ partition: int32(), replicas: array(int32) }));
    const config = array(() => [string(), nullableString() ?? ''] as const);

    return {
      name,
      partitions: placed.length > 0 ? placed.length : partitions,
      replicationFactor,
      isPlacedHere: placed.every(({ replicas }) => replicas.every((id) => id === nodeId)),
      config: Object.fromEntries(config),
    };
  };

const create = (
  { topics }: Broker,
  { name, partitions, replicationFactor, isPlacedHere, config }: Wanted,
  { validateOnly, twice }: Readonly<{ validateOnly: boolean; twice: boolean }>,
): Readonly<{ error: ErrorName; message: string | null }> => {
  const topic = { name, partitions: partitions === -1 ? defaultPartitions : partitions, config };
  try {
    if (twice) throw new KafkaError('INVALID_REQUEST', 'The topic is named twice');
    if (replicationFactor !== -1 && replicationFactor !== 1)
      throw new KafkaError('INVALID_REPLICATION_FACTOR', 'There is one broker');
    if (!isPlacedHere)
      throw new KafkaError('INVALID_REPLICA_ASSIGNMENT', `There is only the broker ${nodeId}`);
    if (validateOnly) topics.check(topic);
    else topics.create(topic);

    return { error: 'NONE', message: null };
  } catch (error) {
    return { error: errorNameOf(error), message: messageOf(error) };
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');
