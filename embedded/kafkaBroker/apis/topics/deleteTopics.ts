import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';

export const deleteTopics: KafkaApi = {
  key: 20,
  versions: [0, 1],
  serve: async ({ version, body }, broker) => {
    const names = body.array(body.string);
    body.int32(); // timeout
    const results = await Promise.all(
      names.map(async (name) => ({ name, error: await remove(broker, name) })),
    );

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.array(results, ({ name, error }) => out.string(name).int16(codeOf(error)));
    };
  },
};

const remove = async ({ topics, groups }: Broker, name: string): Promise<ErrorName> => {
  try {
    await topics.delete(name);
    groups.offsets.deleteTopic(name);

    return 'NONE';
  } catch (error) {
    return errorNameOf(error);
  }
};
