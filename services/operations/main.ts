import { runAsMain } from '../../platform/process/index.js';
import { loadOperationsConfig } from './config.js';
import { startOperations } from './service.js';

runAsMain('operations', () => startOperations(loadOperationsConfig(process.env)));
