import { pause } from '../../platform/concurrency/index.js';
import type { StartProgress } from '../supervisor/progress.js';

type Deps = Readonly<{ progress: StartProgress; signal: AbortSignal }>;

/** What a service says about itself that concerns people: by dependency, the reason. */
export type Reasons = Readonly<Record<string, string>>;

/**
 * Resolves when nothing that the service depends on is failing without a reason in words: that one
 * waits for a person, whose commands need the rest of the system. Resolves to these reasons. What
 * `/ready` says until then counts as progress.
 */
export const untilReady = (name: string, url: string, deps: Deps): Promise<Reasons> =>
  deps.progress.waitFor(name, poll(name, url, deps));

const poll = async (name: string, url: string, { progress, signal }: Deps): Promise<Reasons> => {
  for (;;) {
    const said = await readReadiness(url, signal);
    if (typeof said !== 'string') return said;
    signal.throwIfAborted();
    progress.note(name, said);
    await pause(40, signal);
  }
};

/** Resolves when every one of the services is ready, or `signal` aborts. */
export const untilSettled = async (urls: readonly string[], signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const said = await Promise.all(urls.map((url) => readReadiness(url, signal)));
    if (said.every((one) => typeof one !== 'string')) return;
    await pause(500, signal);
  }
};

type Answer = Readonly<{ dependencies?: Readonly<Record<string, string>>; reasons?: Reasons }>;

/** Returns what the service still waits for, as a text, or the reasons of what will not pass. */
const readReadiness = async (url: string, signal: AbortSignal): Promise<string | Reasons> => {
  try {
    const answer = await fetch(`${url}/ready`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
    });
    const text = await answer.text();
    const { dependencies, reasons = {} } = JSON.parse(text) as Answer;
    if (dependencies === undefined) return text;
    const failing = Object.keys(dependencies).filter((name) => dependencies[name] === 'failing');
    const passing = failing.filter((name) => !Object.hasOwn(reasons, name));

    return passing.length === 0 ? reasons : `waits for ${passing.join(', ')}`;
  } catch {
    return 'does not respond yet';
  }
};
