type Leave = () => void;

/** Bounds how many pieces of work are under way; the rest waits in order. */
export type Lanes = Readonly<{
  /** Resolves to a function that gives the lane back; to null when none came free within `milliseconds`. */
  enter: (milliseconds: number) => Promise<Leave | null>;
}>;

export const createLanes = (count: number): Lanes => {
  const waiting = new Set<(leave: Leave) => void>();
  let free = count;

  const occupied = (): Leave => {
    let left = false;

    return () => {
      if (left) return;
      left = true;
      free += 1;
      admitNext();
    };
  };
  const admitNext = (): void => {
    const [next] = waiting;
    if (next === undefined || free === 0) return;
    waiting.delete(next);
    free -= 1;
    next(occupied());
  };

  const enter = (milliseconds: number): Promise<Leave | null> =>
    new Promise((resolve) => {
      const admit = (leave: Leave) => {
        clearTimeout(timer);
        resolve(leave);
      };
      const timer = setTimeout(() => {
        waiting.delete(admit);
        resolve(null);
      }, milliseconds);
      waiting.add(admit);
      admitNext();
    });

  return { enter };
};
