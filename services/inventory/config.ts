import {
  type Config,
  databaseUrl,
  loadConfig,
  portVariable,
  processVariables,
  redisUrl,
  url,
} from '../../platform/config/index.js';
import { kafkaBrokers } from '../../platform/messaging/index.js';

export const inventoryVariables = {
  ...processVariables,
  port: portVariable('INVENTORY_PORT', 3002),
  eventStoreUrl: {
    variable: 'EVENTSTORE_URL',
    parse: url,
    describe: 'EventStoreDB, esdb://host:port',
  },
  kafkaBrokers,
  databaseUrl,
  redisUrl,
} as const;

export type InventoryConfig = Config<typeof inventoryVariables>;

export const loadInventoryConfig = (env: NodeJS.ProcessEnv): InventoryConfig =>
  loadConfig(inventoryVariables, env);
