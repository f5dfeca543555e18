import type { Origin } from './origin.js';

/** In milliseconds. A process that stops says so for longer, `DRAIN_MS`, before it does. */
const everyMs = 1_000;

const timeoutMs = 900;

/** Looks at `/ready` of all where there are several: those that say no get no new requests. */
export const watchReadiness = (origins: () => readonly Origin[]): (() => void) => {
  const timer = setInterval(() => {
    const all = origins();
    if (all.length > 1) for (const origin of all) void check(origin);
    else all[0]?.noteReady(true);
  }, everyMs);
  timer.unref();

  return () => clearInterval(timer);
};

/** A response other than 503, such as 404 for whom OPERATIONS_ALLOW leaves out, says nothing. */
const check = async ({ dispatcher, noteReady }: Origin): Promise<void> => {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, body } = await dispatcher.request({
      path: '/ready',
      method: 'GET',
      signal,
    });
    await body.dump();
    noteReady(statusCode !== 503);
  } catch {
    noteReady(false);
  }
};
