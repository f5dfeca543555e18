/** To be called once. */
type Leave = () => void;

/** Bounds how many appends are under way; the rest waits in order. */
export type Lanes = Readonly<{
  isFull: () => boolean;
  /** Resolves to a function that gives the lane back; to null when none came free within `milliseconds`. */
  enter: (milliseconds: number) => Promise<Leave | null>;
}>;

export const createLanes = (lanes: number): Lanes => {
  const waiting = new Set<(leave: Leave) => void>();
  let count = 0;

  const leave = (): void => {
    count -= 1;
    const [next] = waiting;
    if (next === undefined) return;
    waiting.delete(next);
    count += 1;
    next(leave);
  };

  const wait = (milliseconds: number): Promise<Leave | null> =>
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
    });

  const isFull = (): boolean => count >= lanes;

  return {
    isFull,
    enter: (milliseconds) => {
      if (isFull()) return wait(milliseconds);
      count += 1;

      return Promise.resolve(leave);
    },
  };
};
