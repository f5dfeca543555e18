import {
  databaseUrl,
  loadConfig,
  portVariable,
  processVariables,
  type Config,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

const schema = {
  ...processVariables,
  port: portVariable('BRIDGE_PORT', 3006),
  databaseUrl,
  ...kafkaVariables,
};

export type BridgeConfig = Config<typeof schema>;

export const loadBridgeConfig = (env: NodeJS.ProcessEnv): BridgeConfig =>
  loadConfig(schema, env, kafkaRules);
