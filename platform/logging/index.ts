export type { Logger } from 'pino';
export { createLogger } from './createLogger.js';
