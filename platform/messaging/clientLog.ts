import { logLevel, type logCreator } from 'kafkajs';
import type { Logger } from '../logging/index.js';

/**
 * Brings the lines of kafkajs to our logger, one step quieter: it calls everything that it will try
 * again an error, and what it gives up on reaches us as a rejection or a crash event.
 */
export const clientLog =
  (logger: Logger): logCreator =>
  () =>
  ({ namespace, level, log: { message, ...rest } }) => {
    const fields = {
      namespace,
      groupId: rest['groupId'] as unknown,
      error: rest['error'] as unknown,
    };
    if (level <= logLevel.ERROR) logger.warn(fields, `kafkajs: ${message}`);
    else logger.debug(fields, `kafkajs: ${message}`);
  };
