/** To be called once. */
type Leave = (wentWell: boolean) => void;

type Waiting = Readonly<{ bytes: number; admit: (leave: Leave) => void }>;

/** Bounds how many appends are under way; the rest waits in order. */
export type Lanes = Readonly<{
  /** Resolves to a function that gives the lane back; to null when none came free within `milliseconds`. */
  enter: (bytes: number, milliseconds: number) => Promise<Leave | null>;
}>;

/**
 * `narrow` appends always get through; more of them while the connection has just proven well and all together are at
 * most `wideBytes`, so that they lie in the network's buffers and not in the client's.
 */
export const createLanes = (narrow: number, wideBytes: number): Lanes => {
  const waiting = new Set<Waiting>();
  const hasRoom = ({ bytes }: Waiting) => count < narrow || (isWell && total + bytes <= wideBytes);
  let count = 0;
  let total = 0;
  let isWell = false;

  const occupy = (bytes: number): Leave => {
    count += 1;
    total += bytes;

    return (wentWell) => {
      count -= 1;
      total -= bytes;
      isWell = wentWell;
      admitWaiting();
    };
  };
  const admitWaiting = (): void => {
    for (const next of waiting) {
      if (!hasRoom(next)) return;
      waiting.delete(next);
      next.admit(occupy(next.bytes));
    }
  };

  const enter: Lanes['enter'] = (bytes, milliseconds) =>
    new Promise((resolve) => {
      const admit = (leave: Leave) => {
        clearTimeout(timer);
        resolve(leave);
      };
      const entry = { bytes, admit };
      const timer = setTimeout(() => {
        waiting.delete(entry);
        resolve(null);
      }, milliseconds);
      waiting.add(entry);
      admitWaiting();
    });

  return { enter };
};
