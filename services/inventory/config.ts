import {
  type Config,
  databaseUrl,
  eventStoreUrl,
  loadConfig,
  portVariable,
  processVariables,
  redisUrl,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

export const inventoryVariables = {
  ...processVariables,
  port: portVariable('INVENTORY_PORT', 3002),
  eventStoreUrl,
  ...kafkaVariables,
  databaseUrl,
  redisUrl,
} as const;

export type InventoryConfig = Config<typeof inventoryVariables>;

export const loadInventoryConfig = (env: NodeJS.ProcessEnv): InventoryConfig =>
  loadConfig(inventoryVariables, env, kafkaRules);
