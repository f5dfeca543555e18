import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { TopicConfig } from '../../storage/clusterMetadata.js';
import { topicDefaults } from '../../storage/topicSettings.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { topicResource } from './describeConfigs.js';

type Change = Readonly<{ name: string; operation: number; value: string | null }>;
type Resource = Readonly<{ type: number; name: string; changes: readonly Change[] }>;
type Altered = Resource & Readonly<{ error: ErrorName; message: string | null }>;

/** In the numbers of the protocol. */
const operations = { set: 0, remove: 1, append: 2, subtract: 3 } as const;

/** Changes single settings of topics (IncrementalAlterConfigs). Those of the broker are fixed. */
export const alterConfigs: KafkaApi = {
  key: 44,
  versions: [0, 1],
  flexibleFrom: 1,
  serve: ({ body }, broker) => {
    const resources = body.structures(readResource(body));
    const validateOnly = body.boolean();
    const altered = resources.map((resource) => alter(broker, resource, validateOnly));

    return (out) =>
      out
        .int32(noThrottle)
        .array(altered, ({ error, message, type, name }) =>
          out.int16(codeOf(error)).string(message).int8(type).string(name).tags(),
        )
        .tags();
  },
};

const readResource =
  ({ int8, string, nullableString, structures }: Reader) =>
  (): Resource => ({
    type: int8(),
    name: string(),
    changes: structures(() => ({ name: string(), operation: int8(), value: nullableString() })),
  });

const alter = ({ topics }: Broker, resource: Resource, validateOnly: boolean): Altered => {
  try {
    if (resource.type !== topicResource)
      throw new KafkaError('INVALID_REQUEST', 'Only topics can be configured');
    const config = topics.find(resource.name)?.config ?? {};
    topics.configure(resource.name, resource.changes.reduce(apply, config), validateOnly);

    return { ...resource, error: 'NONE', message: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : null;

    return { ...resource, error: errorNameOf(error), message };
  }
};

const apply = (config: TopicConfig, { name, operation, value }: Change): TopicConfig => {
  const { [name]: current, ...others } = config;
  if (operation === operations.remove) return others;
  if (operation === operations.set) return { ...others, [name]: value ?? '' };
  const before = (current ?? topicDefaults[name] ?? '').split(',').filter((one) => one !== '');
  const given = (value ?? '').split(',');
  const left = before.filter((one) => !given.includes(one));

  return {
    ...others,
    [name]: (operation === operations.append ? [...left, ...given] : left).join(','),
  };
};
