import { logLevel, type logCreator } from 'kafkajs';
import type { Logger } from '../../logging/index.js';

const warnEveryMs = 10_000;

/**
 * Writes the lines of kafkajs to our logger, one level lower: kafkajs logs as an error what it
 * retries some milliseconds later. Each of its namespaces gets one warning in 10 s, the rest is
 * logged as debug; what it gives up on reaches us as a rejection or a crash event anyway.
 */
export const clientLog = (logger: Logger): logCreator => {
  const warnedAt = new Map<string, number>();

  const levelOf = (namespace: string, level: logLevel): 'warn' | 'debug' => {
    const isDue = performance.now() - (warnedAt.get(namespace) ?? -Infinity) > warnEveryMs;
    if (level > logLevel.ERROR || !isDue) return 'debug';
    warnedAt.set(namespace, performance.now());

    return 'warn';
  };

  return () =>
    ({ namespace, level, log: { message, ...rest } }) => {
      const groupId: unknown = rest['groupId'];
      const err: unknown = rest['error'];
      logger[levelOf(namespace, level)]({ namespace, groupId, err }, `kafkajs: ${message}`);
    };
};
