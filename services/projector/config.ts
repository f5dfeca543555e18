import {
  type Config,
  databaseUrl,
  loadConfig,
  portVariable,
  processVariables,
  url,
} from '../../platform/config/index.js';

export const projectorVariables = {
  ...processVariables,
  port: portVariable('PROJECTOR_PORT', 3005),
  eventStoreUrl: {
    variable: 'EVENTSTORE_URL',
    parse: url,
    describe: 'EventStoreDB, esdb://host:port',
  },
  databaseUrl,
};

export type ProjectorConfig = Config<typeof projectorVariables>;

export const loadProjectorConfig = (env: NodeJS.ProcessEnv): ProjectorConfig =>
  loadConfig(projectorVariables, env);
