import { runAsMain } from '../../platform/process/index.js';
import { loadNotifierConfig } from './config.js';
import { startNotifier } from './service.js';

runAsMain('notifier', () => startNotifier(loadNotifierConfig(process.env)));
