import {
  databaseUrl,
  loadConfig,
  portVariable,
  processVariables,
  retentionMs,
  type Config,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

const schema = {
  ...processVariables,
  port: portVariable('BRIDGE_PORT', 3006),
  databaseUrl,
  ...kafkaVariables,
  outboxRetentionMs: {
    variable: 'OUTBOX_RETENTION',
    parse: retentionMs,
    default: 7 * 86_400_000,
    describe: 'how long published messages are kept, such as 12h or 7d, in whole days of UTC',
  },
};

export type BridgeConfig = Config<typeof schema>;

export const loadBridgeConfig = (env: NodeJS.ProcessEnv): BridgeConfig =>
  loadConfig(schema, env, kafkaRules);
