import { runAsMain } from '../../platform/lifecycle/index.js';
import { loadAuthConfig } from './config.js';
import { startAuth } from './service.js';

runAsMain('auth', () => startAuth(loadAuthConfig(process.env)));
