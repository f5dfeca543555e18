export type { Logger } from 'pino';
export { createLogger } from './createLogger.js';
export { writeOrLose } from './writeOrLose.js';
