import { readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { type HeldFiles, holdFiles } from './heldFiles.js';

/**
 * As `holdFiles`, for one file that is open and written to between the checks. Where Linux calls it
 * by its path it is there, and the file itself is not looked at: from Linux 6.13 on a write to a
 * file whose times somebody has seen has to write down a time of its own, which makes an fdatasync
 * of 400 bytes a third slower. That something is mounted over a folder above it only a watch tells.
 */
export const holdOpenFile = (path: string, descriptor: number): Pick<HeldFiles, 'check'> => {
  const held = holdFiles([path]);
  const usualName = resolve(path);

  return {
    check: () => {
      if (nameOf(descriptor) !== usualName) held.check();
    },
  };
};

/** Its path now, with a remark when it was removed; null on systems that do not tell. */
const nameOf = (descriptor: number): string | null => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return null;
  }
};
