import { runAsMain } from '../../platform/process/index.js';
import { loadAuthConfig } from './config.js';
import { startAuth } from './service.js';

runAsMain('auth', () => startAuth(loadAuthConfig(process.env)));
