import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';

export const deleteGroups: KafkaApi = {
  key: 42,
  versions: [0, 2],
  flexibleFrom: 2,
  serve: ({ body }, broker) => {
    const results = body.array(body.string).map((id) => ({ id, error: remove(broker, id) }));

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
