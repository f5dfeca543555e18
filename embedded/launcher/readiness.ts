import { pause } from '../../platform/concurrency/index.js';

const timeoutMs = 60_000;

/**
 * Resolves when the service's `/ready` responds with 200 and nothing that it depends on is failing;
 * the error repeats what it said last.
 */
export const untilReady = async (name: string, url: string, signal: AbortSignal): Promise<void> => {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const said = await askReadiness(url, signal);
    if (said === null) return;
    signal.throwIfAborted();
    if (performance.now() > until)
      throw new Error(`${name} is not ready after ${timeoutMs / 1000} s: ${said}`);
    await pause(40, signal);
  }
};

const askReadiness = async (url: string, signal: AbortSignal): Promise<string | null> => {
  try {
    const answer = await fetch(`${url}/ready`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    const text = await answer.text();

    return answer.ok && !text.includes('"failing"') ? null : text;
  } catch (error) {
    return String(error);
  }
};
