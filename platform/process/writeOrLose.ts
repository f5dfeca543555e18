import { writeSync } from 'node:fs';

/** How often a full pipe is tried again before what is left of the text is lost. */
const maxTries = 100;

/**
 * Writes all of the text to a file descriptor, or loses it: returns false then, and never throws.
 * A full disk or a reader that went away must not end a process that only wants to say something.
 */
export const writeOrLose = (fd: number, text: string): boolean => {
  let rest = Buffer.from(text);
  for (let tries = 0; rest.length > 0 && tries < maxTries; tries += 1) {
    const written = writeSome(fd, rest);
    if (written === null) return false;
    rest = rest.subarray(written);
  }

  return rest.length === 0;
};

/** Returns the number of bytes written, null when trying again is of no use. */
const writeSome = (fd: number, bytes: Buffer): number | null => {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN' ? 0 : null;
  }
};
