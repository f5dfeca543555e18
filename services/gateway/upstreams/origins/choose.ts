import { createHash } from 'node:crypto';
import type { Origin } from './origin.js';

export type Choice = Readonly<{
  /** Those that have had the request already. */
  tried?: ReadonlySet<Origin>;
  /** By default the requests in flight, and those that wait for a place. */
  loadOf?: (origin: Origin) => number;
}>;

const none: ReadonlySet<Origin> = new Set();

const requestsAt = ({ gate }: Origin): number => gate.inFlight() + gate.waiting();

let turn = 0;

/** Returns the one with the least load, the next in turn among equals; null when none may. */
export const leastLoaded = (
  all: readonly Origin[],
  { tried = none, loadOf = requestsAt }: Choice = {},
): Origin | null => {
  const able = usable(all, tried);
  turn = (turn + 1) % 1_000_000;
  let best: Origin | null = null;
  for (let at = 0; at < able.length; at += 1) {
    const origin = able[(turn + at) % able.length];
    if (origin !== undefined && (best === null || loadOf(origin) < loadOf(best))) best = origin;
  }

  return best;
};

/** Returns the same one for the same key, as long as it may get requests. */
export const byKey = (all: readonly Origin[], key: string): Origin | null => {
  const ranked = usable(all, none).map((origin) => ({ origin, rank: rankOf(key, origin) }));
  ranked.sort((one, other) => (one.rank < other.rank ? -1 : 1));

  return ranked[0]?.origin ?? null;
};

/** When none is preferred, all may be wrong about themselves: any is better than none. */
const usable = (all: readonly Origin[], tried: ReadonlySet<Origin>): readonly Origin[] => {
  const open = all.filter((origin) => !tried.has(origin) && origin.gate.isOpen());
  const preferred = open.filter((origin) => origin.isPreferred());

  return preferred.length > 0 ? preferred : open;
};

/** All gateways rank alike, and when one origin goes, only its keys go elsewhere. */
const rankOf = (key: string, { url }: Origin): string =>
  createHash('sha1').update(`${key} ${url}`).digest('hex');
