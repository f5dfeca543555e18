import { existsSync } from 'node:fs';

/**
 * Says once of each log that it was removed while a process writes to it: what that writes is lost
 * until it starts again.
 */
export const watchLogs = (
  files: () => readonly string[],
  show: (what: string) => void,
  everyMs = 2000,
) => {
  const missing = new Set<string>();
  const poll = (): void => {
    for (const file of files()) {
      if (existsSync(file)) missing.delete(file);
      else if (!missing.has(file)) {
        missing.add(file);
        show(`${file} was removed: what is logged is lost until its process starts again`);
      }
    }
  };
  const polling = setInterval(poll, everyMs);

  return { stop: () => clearInterval(polling) };
};
