import type { ServerResponse } from 'node:http';

/** Sends refusals late where there are many of them. */
export type HoldBack = Readonly<{
  /** Calls `send` now or later, or never when the client has gone. */
  hold: (response: ServerResponse, send: () => void) => void;
  /** How many are held back. */
  held: () => number;
  /** Sends all that is held back, and from now on nothing late. */
  stop: () => void;
}>;

type Options = Readonly<{ atOncePerSecond?: number; delaysMs?: Delays; max?: number }>;

type Delays = Readonly<{ min: number; max: number }>;

/**
 * Clients that repeat at once, whatever Retry-After says, would get nothing but refusals made for
 * them: those beyond `atOncePerSecond` are sent after a delay by chance. What is held back is
 * bounded: beyond `max` a refusal is sent at once and its connection ends.
 */
export const createHoldBack = ({
  atOncePerSecond = 50,
  delaysMs = { min: 500, max: 1_500 },
  max = 5_000,
}: Options = {}): HoldBack => {
  const held = new Map<ServerResponse, () => void>();
  const mayGoAtOnce = createAllowance(atOncePerSecond);
  let isStopped = false;

  const delay = (response: ServerResponse, send: () => void): void => {
    const release = (): void => {
      clearTimeout(timer);
      if (held.delete(response) && !response.destroyed) send();
    };
    const timer = setTimeout(release, delaysMs.min + Math.random() * (delaysMs.max - delaysMs.min));
    held.set(response, release);
    response.once('close', release);
  };

  return {
    held: () => held.size,
    hold: (response, send) => {
      if (isStopped || mayGoAtOnce()) send();
      else if (held.size < max) delay(response, send);
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
