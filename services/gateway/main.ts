import { runAsMain } from '../../platform/process/index.js';
import { loadGatewayConfig } from './config.js';
import { startGateway } from './service.js';

runAsMain('gateway', () => startGateway(loadGatewayConfig(process.env)));
