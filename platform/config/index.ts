export { ConfigError, loadConfig } from './loadConfig.js';
export * from './parsers.js';
export { httpAddress, httpAddresses } from './addresses.js';
export { type Host, parseConnectionString, toClientString } from './connectionString.js';
export { shownAddress } from './shownAddress.js';
export { loopback, networks } from './networks.js';
export { isLoopback } from './plaintext.js';
export {
  databaseUrl,
  eventStoreUrl,
  modeVariables,
  portVariable,
  processVariables,
  redisUrl,
} from './process.js';
export type { Config, Mode, Rule } from './variable.js';
