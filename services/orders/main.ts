import { runAsMain } from '../../platform/process/index.js';
import { loadOrdersConfig } from './config.js';
import { startOrders } from './service.js';

runAsMain('orders', () => startOrders(loadOrdersConfig(process.env)));
