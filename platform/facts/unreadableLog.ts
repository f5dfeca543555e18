import { createLru } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';
import { StreamIncomplete, UndecidableStream, UnreadableEvent } from './errors.js';

const silentForMs = 60_000;

const streamsKept = 1_000;

/** Returns a function that logs what is wrong with a stream, once a minute, and no other error. */
export const createUnreadableLog = (logger: Logger): ((error: unknown) => void) => {
  const loggedAt = createLru<string, number>({ size: streamsKept });

  return (error) => {
    if (!isOfStream(error)) return;
    const now = performance.now();
    const { stream } = error;
    if (now - (loggedAt.get(stream) ?? -Infinity) < silentForMs) return;
    loggedAt.set(stream, now);
    const what = error instanceof UndecidableStream ? 'decided on' : 'read';
    logger.error({ err: error, stream }, `a stream cannot be ${what}, its commands are refused`);
  };
};

const isOfStream = (
  error: unknown,
): error is UnreadableEvent | StreamIncomplete | UndecidableStream =>
  error instanceof UnreadableEvent ||
  error instanceof StreamIncomplete ||
  error instanceof UndecidableStream;
