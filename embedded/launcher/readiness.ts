import { pause } from '../../platform/concurrency/index.js';
import type { StartProgress } from '../supervisor/progress.js';

type Deps = Readonly<{ progress: StartProgress; signal: AbortSignal }>;

/**
 * Resolves to 'ready' when the service's `/ready` responds with 200 and nothing that it depends on
 * is failing, and to 'halted' when all is there and the projector waits for a person, whose
 * commands need the rest of the system. What it says until then counts as progress.
 */
export const untilReady = (name: string, url: string, deps: Deps): Promise<'ready' | 'halted'> =>
  deps.progress.waitFor(name, poll(name, url, deps));

const poll = async (
  name: string,
  url: string,
  { progress, signal }: Deps,
): Promise<'ready' | 'halted'> => {
  for (;;) {
    const said = await askReadiness(url, signal);
    if (said === null) return 'ready';
    if (said === 'waits for projection') return 'halted';
    signal.throwIfAborted();
    progress.note(name, said);
    await pause(40, signal);
  }
};

/** Resolves when every one of the services is ready, or `signal` aborts. */
export const untilSettled = async (urls: readonly string[], signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const said = await Promise.all(urls.map((url) => askReadiness(url, signal)));
    if (said.every((one) => one === null)) return;
    await pause(500, signal);
  }
};

const askReadiness = async (url: string, signal: AbortSignal): Promise<string | null> => {
  try {
    const answer = await fetch(`${url}/ready`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    const text = await answer.text();

    return answer.ok && !text.includes('"failing"') ? null : waitsFor(text);
  } catch {
    return 'does not respond yet';
  }
};

const waitsFor = (text: string): string => {
  const failing = [...text.matchAll(/"([^"]+)":"failing"/g)].map(([, name]) => name);

  return failing.length === 0 ? text : `waits for ${failing.join(', ')}`;
};
