export { ConfigError, loadConfig } from './loadConfig.js';
export * from './parsers.js';
export { httpAddress } from './addresses.js';
export { isLoopback } from './plaintext.js';
export {
  databaseUrl,
  eventStoreUrl,
  modeVariables,
  portVariable,
  processVariables,
  redisUrl,
} from './process.js';
export type { Config, Mode, Rule, Schema, Variable } from './variable.js';
