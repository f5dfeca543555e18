import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { inTurns } from '../entries.js';

type Wanted = Readonly<{ name: string; count: number }>;

export const createPartitions: KafkaApi = {
  key: 37,
  versions: [0, 3],
  flexibleFrom: 2,
  serve: async ({ body }, broker) => {
    const wanted = body.structures(() => {
      const topic = { name: body.string(), count: body.int32() };
      body.structures(() => body.array(body.int32)); // assignments: there is one broker

      return topic;
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

const grow = ({ topics }: Broker, { name, count }: Wanted, validateOnly: boolean): ErrorName => {
  try {
    if (validateOnly) topics.checkGrowth(name, count);
    else topics.grow(name, count);

    return 'NONE';
  } catch (error) {
    return errorNameOf(error);
  }
};
