import type { TopicConfig } from '../../storage/clusterMetadata.js';
import { topicDefaults } from '../../storage/topicSettings.js';

/** Where a value comes from, in the numbers of the protocol. */
export const configSources = { topic: 1, broker: 4, default: 5 } as const;

export type ConfigValue = Readonly<{ name: string; value: string; source: number }>;

/** All settings of a topic, its own and the defaults. */
export const topicValues = (config: TopicConfig): ConfigValue[] =>
  Object.entries(topicDefaults).map(([name, value]) => {
    const configured = config[name];

    return {
      name,
      value: configured ?? value,
      source: configSources[configured === undefined ? 'default' : 'topic'],
    };
  });
