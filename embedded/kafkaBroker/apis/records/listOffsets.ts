import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';

const latest = -1;
const earliest = -2;

type Wanted = Readonly<{ partition: number; timestamp: number }>;
type Found = Readonly<{ partition: number; error: ErrorName; timestamp: number; offset: number }>;

export const listOffsets: KafkaApi = {
  key: 2,
  versions: [1, 3],
  serve: ({ version, body }, broker) => {
    body.int32(); // replica id
    if (version >= 2) body.int8(); // isolation level
    const wanted = body.array(() => ({
      topic: body.string(),
      partitions: body.array(() => ({ partition: body.int32(), timestamp: body.int64() })),
    }));
    const found = wanted.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((item) => find(broker, topic, item)),
    }));

    return (out) => {
      if (version >= 2) out.int32(noThrottle);
      out.array(found, ({ topic, partitions }) =>
        out
          .string(topic)
          .array(partitions, ({ partition, error, timestamp, offset }) =>
            out.int32(partition).int16(codeOf(error)).int64(timestamp).int64(offset),
          ),
      );
    };
  },
};

const find = ({ topics }: Broker, topic: string, { partition, timestamp }: Wanted): Found => {
  try {
    const log = topics.partition(topic, partition);
    if (timestamp === latest) return at(partition, log.highWatermark);
    if (timestamp === earliest) return at(partition, log.startOffset);

    // newer versions of the request give the others a meaning
    if (timestamp < 0) throw new KafkaError('UNSUPPORTED_VERSION');

    return { partition, error: 'NONE', ...log.findTime(timestamp) };
  } catch (error) {
    return { partition, error: errorNameOf(error), timestamp: -1, offset: -1 };
  }
};

const at = (partition: number, offset: number): Found => ({
  partition,
  error: 'NONE',
  timestamp: -1,
  offset,
});
