export { ConfigError, loadConfig } from './loadConfig.js';
export * from './parsers.js';
export { databaseUrl, portVariable, processVariables, redisUrl } from './process.js';
export type { Config, Mode, Schema, Variable } from './variable.js';
