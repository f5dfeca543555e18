import { codeOf, type ErrorName } from '../../protocol/errorCodes.js';
import type { Reader } from '../../protocol/reader.js';
import type { Writer } from '../../protocol/writer.js';
import { topicDefaults } from '../../storage/topicSettings.js';
import { type KafkaApi, type Broker, nodeId, noThrottle } from '../api.js';

const topicType = 2;
const brokerType = 4;

/** Where a value comes from, in the numbers of the protocol. */
const sources = { topic: 1, broker: 4, default: 5 } as const;

type Resource = Readonly<{ type: number; name: string; wanted: readonly string[] | null }>;
type Value = Readonly<{ name: string; value: string; source: number }>;
type Described = Resource & Readonly<{ error: ErrorName; values: readonly Value[] }>;

export const describeConfigs: KafkaApi = {
  key: 32,
  versions: [0, 2],
  serve: ({ version, body }, broker) => {
    const described = body.array(readResource(body)).map((resource) => describe(broker, resource));

    return (out) =>
      out.int32(noThrottle).array(described, ({ error, type, name, values }) => {
        out.int16(codeOf(error)).string(null).int8(type).string(name);
        out.array(values, (value) => writeValue(out, version, value));
      });
  },
};

const readResource =
  ({ int8, string, nullableArray }: Reader) =>
  (): Resource => ({ type: int8(), name: string(), wanted: nullableArray(string) });

const describe = (broker: Broker, resource: Resource): Described => {
  const all = valuesOf(broker, resource);
  if (typeof all === 'string') return { ...resource, error: all, values: [] };
  const values = all.filter(({ name }) => resource.wanted?.includes(name) ?? true);

  return { ...resource, error: 'NONE', values };
};

const valuesOf = ({ topics }: Broker, { type, name }: Resource): readonly Value[] | ErrorName => {
  if (type === brokerType && Number(name) === nodeId) return brokerValues;
  if (type !== topicType) return 'INVALID_REQUEST';
  const topic = topics.find(name);
  if (topic === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';

  return Object.entries(topicDefaults).map(([key, value]) => {
    const configured = topic.config[key];

    return {
      name: key,
      value: configured ?? value,
      source: sources[configured === undefined ? 'default' : 'topic'],
    };
  });
};

const brokerValues: readonly Value[] = [
  { name: 'auto.create.topics.enable', value: 'false', source: sources.broker },
  { name: 'log.cleanup.policy', value: 'delete', source: sources.default },
  { name: 'log.retention.ms', value: '-1', source: sources.broker },
  {
    name: 'message.max.bytes',
    value: topicDefaults['max.message.bytes'] ?? '',
    source: sources.default,
  },
  { name: 'num.partitions', value: '1', source: sources.default },
];

const writeValue = (out: Writer, version: number, { name, value, source }: Value): void => {
  out.string(name).string(value).boolean(false); // read-only
  if (version >= 1) out.int8(source);
  else out.boolean(source === sources.default);
  out.boolean(false); // sensitive
  if (version >= 1) out.array([], Boolean); // synonyms
};
