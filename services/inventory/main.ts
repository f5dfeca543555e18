import { runAsMain } from '../../platform/process/index.js';
import { loadInventoryConfig } from './config.js';
import { startInventory } from './service.js';

runAsMain('inventory', () => startInventory(loadInventoryConfig(process.env)));
