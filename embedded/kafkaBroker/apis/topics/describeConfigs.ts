import { codeOf, type ErrorName } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { Writer } from '../../protocol/writer.js';
import { offsetsRetentionMs } from '../../storage/committedOffsets.js';
import { largestSegment, topicDefaults } from '../../storage/topicSettings.js';
import { type KafkaApi, type Broker, nodeId, noThrottle } from '../api.js';
import { distinct } from '../entries.js';
import { type ConfigValue, configSources, topicValues } from './configValues.js';

/** The protocol's number for topics among what can be configured. */
export const topicResource = 2;
const brokerType = 4;

type Resource = Readonly<{ type: number; name: string; wanted: readonly string[] | null }>;
type Described = Resource & Readonly<{ error: ErrorName; values: readonly ConfigValue[] }>;

export const describeConfigs: KafkaApi = {
  key: 32,
  versions: [0, 4],
  flexibleFrom: 4,
  serve: ({ version, body }, broker) => {
    const resources = distinct(body.structures(readResource(body)), resourceKey);
    const described = resources.map((resource) => describe(broker, resource));
    const wantsSynonyms = version >= 1 && body.boolean();

    return (out) =>
      out
        .int32(noThrottle)
        .array(described, ({ error, type, name, values }) => {
          out.int16(codeOf(error)).string(null).int8(type).string(name);
          out.array(values, (value) => writeValue(out, { version, wantsSynonyms }, value)).tags();
        })
        .tags();
  },
};

const readResource =
  ({ int8, string, nullableArray }: Reader) =>
  (): Resource => ({ type: int8(), name: string(), wanted: nullableArray(string) });

/** What tells resources of all types apart. */
export const resourceKey = ({ type, name }: Pick<Resource, 'type' | 'name'>): string =>
  `${type} ${name}`;

const describe = (broker: Broker, resource: Resource): Described => {
  const all = valuesOf(broker, resource);
  if (typeof all === 'string') return { ...resource, error: all, values: [] };
  const values = all.filter(({ name }) => resource.wanted?.includes(name) ?? true);

  return { ...resource, error: 'NONE', values };
};

const valuesOf = (
  { topics }: Broker,
  { type, name }: Resource,
): readonly ConfigValue[] | ErrorName => {
  if (type === brokerType && name === String(nodeId)) return brokerValues;
  if (type !== topicResource) return 'INVALID_REQUEST';
  const topic = topics.find(name);
  if (topic === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';

  return topicValues(topic.config);
};

const brokerValues: readonly ConfigValue[] = [
  { name: 'auto.create.topics.enable', value: 'false', source: configSources.broker },
  { name: 'log.cleanup.policy', value: 'delete', source: configSources.default },
  {
    name: 'log.retention.ms',
    value: topicDefaults['retention.ms'] ?? '',
    source: configSources.default,
  },
  {
    name: 'message.max.bytes',
    value: topicDefaults['max.message.bytes'] ?? '',
    source: configSources.default,
  },
  { name: 'log.segment.bytes', value: String(largestSegment), source: configSources.broker },
  { name: 'num.partitions', value: '1', source: configSources.default },
  {
    name: 'offsets.retention.minutes',
    value: String(offsetsRetentionMs / 60_000),
    source: configSources.default,
  },
];

const writeValue = (
  out: Writer,
  { version, wantsSynonyms }: Readonly<{ version: number; wantsSynonyms: boolean }>,
  { name, value, source }: ConfigValue,
): void => {
  out.string(name).string(value).boolean(false); // read-only
  if (version >= 1) out.int8(source);
  else out.boolean(source === configSources.default);
  out.boolean(false); // sensitive
  if (version >= 1)
    out.array(wantsSynonyms ? synonymsOf({ name, value, source }) : [], (synonym) =>
      out.string(synonym.name).string(synonym.value).int8(synonym.source).tags(),
    );
  if (version >= 3) out.int8(typeOf(name)).string(null); // documentation
  out.tags();
};

/** Where the value comes from, and what would be in its place. */
const synonymsOf = (own: ConfigValue): readonly ConfigValue[] => {
  const value = topicDefaults[own.name];
  if (own.source === configSources.default || value === undefined) return [own];

  return [own, { name: own.name, value, source: configSources.default }];
};

/** In the numbers of the protocol. */
const types = { boolean: 1, string: 2, long: 5, double: 6, list: 7 } as const;

const typeOf = (name: string): number => {
  const value = topicDefaults[name] ?? '';
  if (name === 'cleanup.policy') return types.list;
  if (value === 'true' || value === 'false') return types.boolean;
  if (value === '' || Number.isNaN(Number(value))) return types.string;

  return value.includes('.') ? types.double : types.long;
};
