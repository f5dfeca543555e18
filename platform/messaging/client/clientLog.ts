import { logLevel, type logCreator } from 'kafkajs';
import type { Logger } from '../../logging/index.js';

const quietFor = 10_000;

/**
 * Brings the lines of kafkajs to our logger, a step quieter: it calls an error what it will try again
 * some milliseconds later. Of each part of it one warning in 10 s is heard, the rest is for debugging;
 * what it gives up on reaches us as a rejection or a crash event anyway.
 */
export const clientLog = (logger: Logger): logCreator => {
  const warnedAt = new Map<string, number>();

  const levelOf = (namespace: string, level: logLevel): 'warn' | 'debug' => {
    const isDue = performance.now() - (warnedAt.get(namespace) ?? -Infinity) > quietFor;
    if (level > logLevel.ERROR || !isDue) return 'debug';
    warnedAt.set(namespace, performance.now());

    return 'warn';
  };

  return () =>
    ({ namespace, level, log: { message, ...rest } }) => {
      const groupId: unknown = rest['groupId'];
      const error: unknown = rest['error'];
      logger[levelOf(namespace, level)]({ namespace, groupId, error }, `kafkajs: ${message}`);
    };
};
