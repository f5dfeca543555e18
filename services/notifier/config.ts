import {
  databaseUrl,
  list,
  loadConfig,
  portVariable,
  processVariables,
  type Config,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

const schema = {
  ...processVariables,
  port: portVariable('NOTIFIER_PORT', 3004),
  databaseUrl,
  ...kafkaVariables,
  corsOrigins: {
    variable: 'CORS_ORIGINS',
    parse: list,
    default: [],
    describe: 'origins of web pages that may connect beside our own, comma-separated',
  },
};

export type NotifierConfig = Config<typeof schema>;

export const loadNotifierConfig = (env: NodeJS.ProcessEnv): NotifierConfig =>
  loadConfig(schema, env, kafkaRules);
