import type { ServerResponse } from 'node:http';

/** Sends refusals late where there are many of them. */
export type HoldBack = Readonly<{
  /**
   * Calls `send` now or later, or never when the client has gone. `arrivedAt`: when the request
   * came, of `performance.now()`; by default now.
   */
  hold: (response: ServerResponse, send: () => void, arrivedAt?: number) => void;
  /** How many are held back. */
  held: () => number;
  /** Sends all that is held back, and from now on nothing late. */
  stop: () => void;
}>;

type Options = Readonly<{ atOncePerSecond?: number; max?: number }> & Partial<Pacing>;

type Pacing = Readonly<{
  /** By chance between these while few are held back. */
  delaysMs: Delays;
  /** Where more are held back the delays are longer: about so many are sent in a second. */
  perSecond: number;
  /** No refusal is held back for longer, from the arrival of its request on. */
  longestMs: number;
}>;

type Delays = Readonly<{ min: number; max: number }>;

/**
 * Clients that repeat at once, whatever Retry-After says, would get nothing but refusals made for
 * them: those beyond `atOncePerSecond` are sent after a delay, which is longer the more are held
 * back. What is held back is bounded: beyond `max` a refusal is sent at once and its connection
 * ends.
 */
export const createHoldBack = ({
  atOncePerSecond = 50,
  delaysMs = { min: 500, max: 1_500 },
  perSecond = 300,
  longestMs = 8_000,
  max = 5_000,
}: Options = {}): HoldBack => {
  const held = new Map<ServerResponse, () => void>();
  const mayGoAtOnce = createAllowance(atOncePerSecond);
  const pacing = { delaysMs, perSecond, longestMs };
  let isStopped = false;

  const delay = (response: ServerResponse, send: () => void, arrivedAt: number): void => {
    const release = (): void => {
      clearTimeout(timer);
      if (held.delete(response) && !response.destroyed) send();
    };
    const timer = setTimeout(release, delayFor(pacing, { held: held.size, arrivedAt }));
    held.set(response, release);
    response.once('close', release);
  };

  return {
    held: () => held.size,
    hold: (response, send, arrivedAt = performance.now()) => {
      if (isStopped || mayGoAtOnce()) send();
      else if (held.size < max) delay(response, send, arrivedAt);
      else {
        response.setHeader('Connection', 'close');
        send();
      }
    },
    stop: () => {
      isStopped = true;
      for (const release of held.values()) release();
    },
  };
};

type Refusal = Readonly<{ held: number; arrivedAt: number }>;

/** In milliseconds. */
const delayFor = (
  { delaysMs: { min, max }, perSecond, longestMs }: Pacing,
  { held, arrivedAt }: Refusal,
): number => {
  const usual = min + Math.random() * (max - min);
  const perSecondNow = (held * 1_000) / ((min + max) / 2);
  const left = longestMs - (performance.now() - arrivedAt);

  return Math.max(0, Math.min(usual * Math.max(1, perSecondNow / perSecond), left));
};

/** Returns true so many times in a second. */
const createAllowance = (perSecond: number): (() => boolean) => {
  let since = -Infinity;
  let count = 0;

  return () => {
    const now = performance.now();
    if (now - since >= 1_000) {
      since = now;
      count = 0;
    }
    count += 1;

    return count <= perSecond;
  };
};
