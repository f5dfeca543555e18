import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FinalError } from '../../../platform/process/index.js';

type Deps = Readonly<{
  /** Returns null while there is nothing to probe. */
  folder: () => string | null;
  show: (what: string) => void;
  /** The folder takes no writes, and waiting would not help. */
  onLost: (reason: FinalError) => void;
  /** For tests. */
  write?: (path: string) => void;
  everyMs?: number;
}>;

/** A block: a file of a few bytes may still fit where no data does. */
const block = Buffer.alloc(4096);

const writeProbe = (path: string): void => {
  writeFileSync(path, block);
  rmSync(path, { force: true });
};

/**
 * Writes to the folder every second. A full disk is said when it fills and when it has room
 * again: the parts refuse what they cannot keep, and go on by themselves. What no time heals, such
 * as a read-only file system, is handed to `onLost`.
 */
export const probeDisk = ({
  folder: find,
  show,
  onLost,
  write = writeProbe,
  everyMs = 1000,
}: Deps) => {
  let isFull = false;
  const probe = (): void => {
    const folder = find();
    if (folder === null) return;
    const code = codeOf(() => write(join(folder, 'probe')));
    const wasFull = isFull;
    isFull = code === 'ENOSPC' || code === 'EDQUOT';
    if (isFull && !wasFull)
      show(`there is no room left in ${folder} (${code}): new orders and users are refused`);
    if (!isFull && wasFull) show(`there is room again in ${folder}`);
    if (code === null || isFull) return;
    clearInterval(probing);
    onLost(
      new FinalError(`${folder} takes no writes any more (${code}): mend that, and start again`),
    );
  };
  const probing = setInterval(probe, everyMs);

  return { stop: () => clearInterval(probing) };
};

const codeOf = (work: () => void): string | null => {
  try {
    work();

    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown error';
  }
};
