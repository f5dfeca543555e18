import { runAsMain } from '../../platform/lifecycle/index.js';
import { loadOrdersConfig } from './config.js';
import { startOrders } from './service.js';

runAsMain('orders', () => startOrders(loadOrdersConfig(process.env)));
