import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Writer } from '../../protocol/writer.js';
import type { RecordTime } from '../../storage/log/offsetForTime.js';
import type { Partition } from '../../storage/partition.js';
import { type KafkaApi, type KafkaRequest, type Broker, leaderEpoch, noThrottle } from '../api.js';
import { inTurns, repeatedOf } from '../entries.js';
import { checkEpoch } from './checkEpoch.js';

/** What a negative timestamp stands for, and the first version that knows it. */
const latest = -1;
const earliest = -2;
const specialSince = new Map([
  [latest, 1],
  [earliest, 1],
  [-3, 7], // the latest timestamp
  [-4, 8], // the first offset on the disk of the broker
  [-5, 9], // the last offset in a remote storage
]);

type Wanted = Readonly<{ partition: number; knownEpoch: number; timestamp: number }>;

type Found = RecordTime & Readonly<{ partition: number; error: ErrorName }>;

const nowhere: RecordTime = { timestamp: -1, offset: -1 };

export const listOffsets: KafkaApi = {
  key: 2,
  versions: [1, 9],
  flexibleFrom: 6,
  serve: async (request, broker) => {
    const { version } = request;
    const topics = readRequest(request);
    const repeated = repeatedPartitions(topics);
    const found = await inTurns(topics, async ({ topic, partitions }) => {
      const findOne = ({ partition, ...wanted }: Wanted): Found =>
        repeated.has(nameOf(topic, partition))
          ? { partition, error: 'INVALID_REQUEST', ...nowhere }
          : find(broker, topic, { version, partition, ...wanted });

      return { topic, partitions: await inTurns(partitions, findOne) };
    });

    return (out) => {
      if (version >= 2) out.int32(noThrottle);
      out.array(found, ({ topic, partitions }) =>
        out
          .string(topic)
          .array(partitions, (partition) => writeFound(out, version, partition))
          .tags(),
      );
      out.tags();
    };
  },
};

type Topic = Readonly<{ topic: string; partitions: readonly Wanted[] }>;

const nameOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Kafka refuses them too: each would unpack the same batch once more. */
const repeatedPartitions = (topics: readonly Topic[]): ReadonlySet<string> =>
  repeatedOf(
    topics.flatMap(({ topic, partitions }) =>
      partitions.map((one) => nameOf(topic, one.partition)),
    ),
    (name) => name,
  );

const readRequest = ({ version, body }: KafkaRequest): Topic[] => {
  body.int32(); // replica id
  if (version >= 2) body.int8(); // isolation level
  const readPartition = (): Wanted => {
    const partition = body.int32();
    const knownEpoch = version >= 4 ? body.int32() : -1;

    return { partition, knownEpoch, timestamp: body.int64() };
  };

  return body.structures(() => ({
    topic: body.string(),
    partitions: body.structures(readPartition),
  }));
};

const find = (
  { topics }: Broker,
  topic: string,
  { version, partition, knownEpoch, timestamp }: Wanted & Readonly<{ version: number }>,
): Found => {
  try {
    const log = topics.partition(topic, partition);
    checkEpoch(knownEpoch);
    if (timestamp < 0 && version < (specialSince.get(timestamp) ?? Infinity))
      throw new KafkaError('UNSUPPORTED_VERSION');

    return { partition, error: 'NONE', ...recordTimeOf(log, timestamp) };
  } catch (error) {
    return { partition, error: errorNameOf(error), ...nowhere };
  }
};

const recordTimeOf = (log: Partition, timestamp: number): RecordTime => {
  if (timestamp >= 0) return log.findTime(timestamp);
  if (timestamp === latest) return { timestamp: -1, offset: log.highWatermark };
  if (timestamp === -3) return log.findLatestTime();

  return timestamp === -5 ? nowhere : { timestamp: -1, offset: log.startOffset };
};

const writeFound = (
  out: Writer,
  version: number,
  { partition, error, timestamp, offset }: Found,
): void => {
  out.int32(partition).int16(codeOf(error)).int64(timestamp).int64(offset);
  if (version >= 4) out.int32(offset === -1 ? -1 : leaderEpoch);
  out.tags();
};
