/** Returns the seconds since a moment that another process wrote down: 0 where clocks differ. */
export const secondsSince = (time: string): number =>
  Math.max(0, Date.now() - Date.parse(time)) / 1000;
