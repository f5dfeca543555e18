import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { inTurns } from '../entries.js';
import { requireAddedHere } from './placement.js';

type Wanted = Readonly<{
  name: string;
  count: number;
  /** For each partition that is added its brokers; null: wherever the broker wants. */
  assignments: readonly (readonly number[])[] | null;
}>;

export const createPartitions: KafkaApi = {
  key: 37,
  versions: [0, 3],
  flexibleFrom: 2,
  serve: async ({ body }, broker) => {
    const wanted = body.structures(() => {
      const topic = { name: body.string(), count: body.int32() };

      return { ...topic, assignments: body.nullableStructures(() => body.array(body.int32)) };
    });
    body.int32(); // timeout
    const validateOnly = body.boolean();
    const results = await inTurns(wanted, (topic) => ({
      name: topic.name,
      error: grow(broker, topic, validateOnly),
    }));

    return (out) =>
      out
        .int32(noThrottle)
        .array(results, ({ name, error }) =>
          out.string(name).int16(codeOf(error)).string(null).tags(),
        )
        .tags();
  },
};

const grow = ({ topics }: Broker, wanted: Wanted, validateOnly: boolean): ErrorName => {
  const { name, count, assignments } = wanted;
  try {
    topics.checkGrowth(name, count);
    requireAddedHere(assignments, count - (topics.find(name)?.partitions.length ?? 0));
    if (!validateOnly) topics.grow(name, count);

    return 'NONE';
  } catch (error) {
    return errorNameOf(error);
  }
};
