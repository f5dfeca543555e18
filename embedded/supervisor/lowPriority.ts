import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

/** 10 and 19: on Linux a tenth of the weight that others have, see decision 26. */
const { PRIORITY_BELOW_NORMAL: behind, PRIORITY_LOW: lowest } = constants.priority;

/**
 * A process gets a smaller share of a processor that others want, too: it is 10 nicer than this
 * one, on Windows "below normal". Linux may share time out between sessions first, and a child has
 * one of its own: then the session's value counts. Where neither is allowed the process runs like
 * any other.
 */
export const lowerPriority = (pid: number): void => {
  try {
    setPriority(pid, Math.min(getPriority() + behind, lowest));
  } catch {
    // it has ended, or the system allows no such thing
  }
  lowerSessionPriority(pid, tries.most);
};

/** Linux takes the values of sessions one at a time, from ordinary users only so often. */
const tries = { most: 20, every: 150 };

const lowerSessionPriority = (pid: number, left: number): void => {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(behind), { flag: 'r+' });
  } catch (error) {
    const isTooSoon = (error as NodeJS.ErrnoException).code === 'EAGAIN';
    if (isTooSoon && left > 0)
      setTimeout(() => lowerSessionPriority(pid, left - 1), tries.every).unref();
  }
};
