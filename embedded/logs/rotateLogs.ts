import { copyFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** Of each log so many earlier ones are kept, `.1` the latest. */
const keptLogs = 3;

const largestLog = 20_000_000;

const dayMs = 86_400_000;

/** Earlier logs older than this are removed. */
const keptMs = 7 * dayMs;

const everyMs = 60_000;

/** Looks at the logs of a folder every minute; returns what ends it. */
export const startLogRotation = (folder: string): (() => Promise<void>) => {
  rotateLogs(folder);
  const timer = setInterval(() => rotateLogs(folder), everyMs);
  timer.unref();

  return () => {
    clearInterval(timer);

    return Promise.resolve();
  };
};

/**
 * Makes an earlier log of each that is larger than 20 MB or was begun more than a day ago, and
 * removes what is old. A process keeps its file open, so its content is copied and then cut; the
 * lines in between are lost. Never throws.
 */
export const rotateLogs = (folder: string): void => {
  for (const name of quietly(() => readdirSync(folder)) ?? [])
    if (name.endsWith('.log')) rotate(join(folder, name));
    else if (/\.log\.\d+$/.test(name)) removeOld(join(folder, name));
};

const rotate = (log: string): void => {
  const size = quietly(() => statSync(log).size) ?? 0;
  if (size === 0 || (size <= largestLog && ageMs(begunAt(log)) <= dayMs)) return;
  for (let number = keptLogs - 1; number >= 1; number -= 1)
    quietly(() => renameSync(earlier(log, number), earlier(log, number + 1)));
  const isCopied = quietly(() => copyFileSync(log, earlier(log, 1))) !== null;
  // a full disk holds no copy, and must not grow either
  if (!isCopied) quietly(() => rmSync(earlier(log, 1), { force: true }));
  quietly(() => truncateSync(log));
};

const earlier = (log: string, number: number): string => `${log}.${number}`;

const removeOld = (file: string): void => {
  const writtenAt = quietly(() => statSync(file).mtime);
  if (writtenAt !== null && ageMs(writtenAt) > keptMs) quietly(() => rmSync(file));
};

/** The last rotation, or the making of the file. */
const begunAt = (log: string): Date =>
  quietly(() => statSync(earlier(log, 1)).mtime) ??
  quietly(() => statSync(log).birthtime) ??
  new Date();

const ageMs = (since: Date): number => Date.now() - since.getTime();

/** Returns null instead of an error: no system may fail because of its logs. */
const quietly = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch {
    return null;
  }
};
