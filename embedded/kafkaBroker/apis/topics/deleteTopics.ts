import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import { noTopicId } from '../../storage/topicId.js';
import { type KafkaApi, type KafkaRequest, type Broker, noThrottle } from '../api.js';
import { inTurns } from '../entries.js';

/** Since version 6 a topic can be named by its id instead. */
type Wanted = Readonly<{ name: string | null; id: string }>;

export const deleteTopics: KafkaApi = {
  key: 20,
  versions: [0, 6],
  flexibleFrom: 4,
  serve: async (request, broker) => {
    const { version } = request;
    const results = await inTurns(readTopics(request), async (wanted) => {
      const topic = complete(broker, wanted);

      return { ...topic, error: await remove(broker, topic) };
    });

    return (out) => {
      if (version >= 1) out.int32(noThrottle);
      out.array(results, ({ name, id, error }) => {
        out.string(name);
        if (version >= 6) out.uuid(id);
        out.int16(codeOf(error));
        if (version >= 5) out.string(null);
        out.tags();
      });
      out.tags();
    };
  },
};

const readTopics = ({ version, body }: KafkaRequest): Wanted[] =>
  version < 6
    ? body.array(() => ({ name: body.string(), id: noTopicId }))
    : body.structures(() => ({ name: body.nullableString(), id: body.uuid() }));

/** Adds what the request does not say, where there is such a topic. */
const complete = ({ topics }: Broker, { name, id }: Wanted): Wanted => ({
  name: name ?? topics.findById(id)?.name ?? null,
  id: name === null ? id : (topics.find(name)?.id ?? noTopicId),
});

const remove = async ({ topics, groups }: Broker, { name }: Wanted): Promise<ErrorName> => {
  try {
    if (name === null) throw new KafkaError('UNKNOWN_TOPIC_ID');
    await topics.delete(name);
    groups.offsets.deleteTopic(name);

    return 'NONE';
  } catch (error) {
    return errorNameOf(error);
  }
};
