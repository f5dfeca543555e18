import { setTimeout as sleep } from 'node:timers/promises';

/** A condition that comes true after so many milliseconds from now. */
export const after = (milliseconds: number): (() => boolean) => {
  const end = performance.now() + milliseconds;

  return () => performance.now() >= end;
};

/**
 * Each caller begins again as soon as the work is done, until it is over; resolves to the seconds
 * it took.
 */
export const closedLoop = async (
  callers: number,
  isOver: () => boolean,
  work: (caller: number) => Promise<unknown>,
): Promise<number> => {
  const startedAt = performance.now();
  const call = async (_: unknown, caller: number): Promise<void> => {
    while (!isOver()) await work(caller);
  };
  await Promise.all(Array.from({ length: callers }, call));

  return (performance.now() - startedAt) / 1000;
};

type Pace = Readonly<{ perSecond: number; seconds: number }>;

/** Work begins on time, however long that before it takes; resolves when all of it is done. */
export const openLoop = async <T>(
  { perSecond, seconds }: Pace,
  work: (index: number) => Promise<T>,
): Promise<T[]> => {
  const underWay: Promise<T>[] = [];
  const startedAt = performance.now();
  const total = perSecond * seconds;
  while (underWay.length < total) {
    const due = Math.min(
      total,
      Math.floor(((performance.now() - startedAt) / 1000) * perSecond) + 1,
    );
    while (underWay.length < due) underWay.push(work(underWay.length));
    await sleep(1);
  }

  return Promise.all(underWay);
};
