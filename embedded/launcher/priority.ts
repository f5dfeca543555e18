import { writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';

const { PRIORITY_BELOW_NORMAL: behind, PRIORITY_LOW: lowest } = constants.priority;

/**
 * A process that was just started gets the processor when others leave it some: 10 nicer than this one, on Windows "below
 * normal". Linux may share time out between sessions first, and a child has one of its own: then the session's value
 * counts. Where neither is allowed the process runs like any other.
 */
export const letOthersGoFirst = (pid: number): void => {
  ignoringFailure(() => setPriority(pid, Math.min(getPriority() + behind, lowest)));
  ignoringFailure(() => writeFileSync(`/proc/${pid}/autogroup`, String(behind)));
};

const ignoringFailure = (work: () => void): void => {
  try {
    work();
  } catch {
    return;
  }
};
