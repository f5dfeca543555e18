export type { Logger } from 'pino';
export { createLogger, type LogLevel } from './createLogger.js';
export { writeOrLose } from './writeOrLose.js';
