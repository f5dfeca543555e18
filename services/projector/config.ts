import {
  type Config,
  databaseUrl,
  eventStoreUrl,
  loadConfig,
  portVariable,
  processVariables,
} from '../../platform/config/index.js';

export const projectorVariables = {
  ...processVariables,
  port: portVariable('PROJECTOR_PORT', 3005),
  eventStoreUrl,
  databaseUrl,
};

export type ProjectorConfig = Config<typeof projectorVariables>;

export const loadProjectorConfig = (env: NodeJS.ProcessEnv): ProjectorConfig =>
  loadConfig(projectorVariables, env);
