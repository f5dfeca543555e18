import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { inTurns } from '../entries.js';

export const deleteGroups: KafkaApi = {
  key: 42,
  versions: [0, 2],
  flexibleFrom: 2,
  serve: async ({ body }, broker) => {
    const ids = [...new Set(body.array(body.string))];
    const results = await inTurns(ids, (id) => ({ id, error: remove(broker, id) }));

    return (out) =>
      out
        .int32(noThrottle)
        .array(results, ({ id, error }) => out.string(id).int16(codeOf(error)).tags())
        .tags();
  },
};

const remove = ({ groups }: Broker, id: string): ErrorName => {
  try {
    groups.delete(id);

    return 'NONE';
  } catch (error) {
    return errorNameOf(error);
  }
};
