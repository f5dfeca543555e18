import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { distinct, inTurns } from '../entries.js';

type Wanted = Readonly<{ partition: number; before: number }>;
type Deleted = Readonly<{ partition: number; startOffset: number; error: ErrorName }>;

export const deleteRecords: KafkaApi = {
  key: 21,
  versions: [0, 2],
  flexibleFrom: 2,
  serve: async ({ body }, broker) => {
    const wanted = body.structures(() => ({
      topic: body.string(),
      partitions: body.structures(() => ({ partition: body.int32(), before: body.int64() })),
    }));
    const results = await inTurns(wanted, async ({ topic, partitions }) => ({
      topic,
      partitions: await inTurns(
        distinct(partitions, ({ partition }) => partition),
        (one) => remove(broker, topic, one),
      ),
    }));

    return (out) =>
      out
        .int32(noThrottle)
        .array(results, ({ topic, partitions }) =>
          out
            .string(topic)
            .array(partitions, ({ partition, startOffset, error }) =>
              out.int32(partition).int64(startOffset).int16(codeOf(error)).tags(),
            )
            .tags(),
        )
        .tags();
  },
};

const remove = ({ topics }: Broker, topic: string, { partition, before }: Wanted): Deleted => {
  try {
    const startOffset = topics.deleteRecords(topic, partition, before);

    return { partition, startOffset, error: 'NONE' };
  } catch (error) {
    return { partition, startOffset: -1, error: errorNameOf(error) };
  }
};
