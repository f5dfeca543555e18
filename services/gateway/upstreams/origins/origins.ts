import { findInstances, type Instance, isNamed } from '../../../../platform/discovery/index.js';
import type { UpstreamName } from '../../routes.js';
import { byKey, type Choice, leastLoaded } from './choose.js';
import { createOrigin, type Origin } from './origin.js';
import { watchReadiness } from './watchReadiness.js';

/** The processes of one upstream. */
export type Origins = Readonly<{
  all: () => readonly Origin[];
  /** Returns the one that a request goes to; null when there is none, or all were tried. */
  choose: (choice?: Choice) => Origin | null;
  /** The same one for the same key, as long as it may get requests. */
  chooseFor: (key: string) => Origin | null;
  stop: () => Promise<void>;
}>;

/** In milliseconds: so often names are resolved again. */
const resolveEveryMs = 5_000;

/** Begins with the URLs as they are; names that stand for several are resolved from then on. */
export const createOrigins = (
  name: UpstreamName,
  urls: readonly string[],
  find: typeof findInstances = findInstances,
): Origins => {
  const known = new Map<string, Origin>();
  let all: readonly Origin[] = [];

  const replace = (instances: readonly Instance[]): void => {
    const keys = new Set(instances.map(keyOf));
    for (const instance of instances)
      if (!known.has(keyOf(instance))) known.set(keyOf(instance), createOrigin(name, instance));
    for (const [key, origin] of known)
      if (!keys.has(key)) {
        known.delete(key);
        void origin.close();
      }
    all = [...known.values()];
    readiness.change();
  };
  const readiness = watchReadiness(() => all);
  replace(urls.map((url) => ({ url, address: null })));

  // what was found before is better than nothing
  const resolve = (): void => void find(urls).then(replace, () => undefined);
  const isResolved = urls.some(isNamed);
  if (isResolved) resolve();
  const timer = isResolved ? setInterval(resolve, resolveEveryMs).unref() : undefined;

  return {
    all: () => all,
    choose: (choice) => leastLoaded(all, choice),
    chooseFor: (key) => byKey(all, key),
    stop: async () => {
      clearInterval(timer);
      readiness.stop();
      await Promise.all(all.map((origin) => origin.destroy()));
    },
  };
};

const keyOf = ({ url, address }: Instance): string => `${new URL(url).origin} ${address ?? ''}`;
