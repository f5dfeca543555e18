import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { FinalError } from '../../platform/process/index.js';
import { type Account, canEnter } from './account.js';
import type { Bundle } from './binaries.js';

/** Folders of ours that the OS user `postgres` can always enter. */
export const openHome = '/var/lib/quicksale';

/**
 * The folder of the programs: the bundle itself, or a copy of it where the account cannot enter it,
 * or where its path has characters that initdb hands to a shell within double quotes.
 */
export const programsFor = (
  { folder, version }: Bundle,
  account: Account,
  notices: string[],
): string => {
  const isOpen = canEnter(account, join(folder, 'bin'));
  if (isOpen && isPlain(folder)) return folder;

  const home = account === null ? ownHome() : openHome;
  const copy = join(home, `postgres-${version}`);
  const why = isOpen
    ? 'has characters that initdb cannot have'
    : 'is closed to the OS user postgres';
  notices.push(`${folder} ${why}: running a copy in ${copy}`);
  if (!existsSync(copy)) copyPrograms(folder, home, copy);

  return copy;
};

const isPlain = (path: string): boolean => !/["$`\\\r\n]/.test(path);

/** Of the user who runs us: the cache, or where that does not exist a folder nobody else writes. */
const ownHome = (): string => {
  const cache = join(homedir(), '.cache', 'quicksale');
  if (isPlain(cache) && isMade(cache)) return cache;
  const uid = process.getuid?.() ?? 0;
  const shared = `/tmp/quicksale-${uid}`;
  if (isMade(shared) && isOurs(shared, uid)) return shared;

  throw new FinalError(
    `Postgres cannot run from this folder, and neither ${cache} nor ${shared} can hold a copy of it; move the clone to a folder with an ordinary name, or set DATABASE_URL`,
  );
};

const isMade = (folder: string): boolean => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });

    return true;
  } catch {
    return false;
  }
};

/** What others may write to, they may have put there. */
const isOurs = (folder: string, uid: number): boolean => {
  const found = lstatSync(folder);

  return found.isDirectory() && found.uid === uid && (found.mode & 0o022) === 0;
};

/**
 * Copies beside and renames, so that two starts at once, or a start cut short, leave a whole copy.
 */
const copyPrograms = (folder: string, home: string, copy: string): void => {
  if (home === openHome) openFolder(home);
  const beside = `${copy}.${randomUUID()}`;
  cpSync(folder, beside, { recursive: true, verbatimSymlinks: true });
  chmodSync(beside, 0o755);
  try {
    renameSync(beside, copy);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
};

export const openFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
};
