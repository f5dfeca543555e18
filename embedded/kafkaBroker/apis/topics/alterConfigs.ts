import { codeOf, type ErrorName, errorNameOf, KafkaError } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { TopicConfig } from '../../storage/clusterMetadata.js';
import { topicDefaults } from '../../storage/topicSettings.js';
import { type KafkaApi, type Broker, noThrottle } from '../api.js';
import { inTurns, repeatedOf } from '../entries.js';
import { resourceKey, topicResource } from './describeConfigs.js';

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
  serve: async ({ body }, broker) => {
    const resources = body.structures(readResource(body));
    const validateOnly = body.boolean();
    const repeated = repeatedOf(resources, resourceKey);
    const altered = await inTurns(resources, (resource) => {
      const twice = repeated.has(resourceKey(resource));

      return alter(broker, resource, { validateOnly, twice });
    });

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

const alter = (
  { topics }: Broker,
  resource: Resource,
  { validateOnly, twice }: Readonly<{ validateOnly: boolean; twice: boolean }>,
): Altered => {
  try {
    if (twice || repeatedOf(resource.changes, ({ name }) => name).size > 0)
      throw new KafkaError('INVALID_REQUEST', 'A topic, or a setting of it, is named twice');
    if (resource.type !== topicResource)
      throw new KafkaError('INVALID_REQUEST', 'Only topics can be configured');
    const config = topics.find(resource.name)?.config ?? {};
    topics.configure(resource.name, changed(config, resource.changes), validateOnly);

    return { ...resource, error: 'NONE', message: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : null;

    return { ...resource, error: errorNameOf(error), message };
  }
};

const changed = (config: TopicConfig, changes: readonly Change[]): TopicConfig => {
  const values = new Map(Object.entries(config));
  for (const change of changes) {
    const value = valueAfter(values.get(change.name), change);
    if (value === null) values.delete(change.name);
    else values.set(change.name, value);
  }

  return Object.fromEntries(values);
};

/** Returns null where the default is to hold again. */
const valueAfter = (
  current: string | undefined,
  { name, operation, value }: Change,
): string | null => {
  if (operation === operations.remove) return null;
  if (operation === operations.set) return value ?? '';
  const before = (current ?? topicDefaults[name] ?? '').split(',').filter((one) => one !== '');
  const given = new Set((value ?? '').split(','));
  const left = before.filter((one) => !given.has(one));

  return (operation === operations.append ? [...left, ...given] : left).join(',');
};
