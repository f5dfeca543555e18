/** The server's time, as far as its `Date` headers tell. */
export type Clock = Readonly<{
  /** In milliseconds since 1970. */
  now: () => number;
  /** `sentAt` and `receivedAt` are of `performance.now()`. */
  observe: (seen: Seen) => void;
}>;

type Seen = Readonly<{ date: string | null; sentAt: number; receivedAt: number }>;

type Bounds = Readonly<{ least: number; most: number }>;

/**
 * A header counts whole seconds, so one response leaves a second of doubt and the time that it
 * took; each further one narrows it. A clock that was set, or a machine that slept, begins anew.
 */
export const createClock = (): Clock => {
  let bounds: Bounds | null = null;
  let offset = performance.timeOrigin;

  return {
    now: () => performance.now() + offset,
    observe: (seen) => {
      const found = boundsOf(seen);
      if (found === null) return;
      bounds = narrowed(bounds ?? found, found);
      offset = (bounds.least + bounds.most) / 2;
    },
  };
};

const boundsOf = ({ date, sentAt, receivedAt }: Seen): Bounds | null => {
  const second = date === null ? NaN : Date.parse(date);

  return Number.isNaN(second) ? null : { least: second - receivedAt, most: second + 1000 - sentAt };
};

const narrowed = (one: Bounds, other: Bounds): Bounds => {
  const least = Math.max(one.least, other.least);
  const most = Math.min(one.most, other.most);

  return least <= most ? { least, most } : other;
};
