import { runAsMain } from '../../platform/process/index.js';
import { loadBridgeConfig } from './config.js';
import { startBridge } from './service.js';

runAsMain('bridge', () => startBridge(loadBridgeConfig(process.env)));
