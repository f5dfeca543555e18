import { readFileSync } from 'node:fs';

/**
 * Returns how many files and connections this process may have open. Null where the system does not
 * say, or sets no limit. Node has raised the soft limit to the hard one by now.
 */
export const openFileLimit = (file = '/proc/self/limits'): number | null => {
  try {
    const [, soft] = /^Max open files +(\d+)/m.exec(readFileSync(file, 'utf8')) ?? [];

    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
};
