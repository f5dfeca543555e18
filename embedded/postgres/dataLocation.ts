import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, canEnter } from './account.js';
import { type Bundle, bundledPostgres } from './binaries.js';

/** Folders of ours that the OS user `postgres` can always enter. */
const openHome = '/var/lib/quicksale';

/**
 * Where the server's programs and its data lie. `notices` says what lies elsewhere than expected,
 * and why.
 */
export type DataLocation = Readonly<{ programs: string; data: string; notices: readonly string[] }>;

/**
 * The bundle and `<dir>/data` where the account can enter both. A folder closed to it (a clone or
 * data folder made by `mktemp -d` is 0700) is not opened, since it is not ours: programs and data
 * then live under /var/lib/quicksale.
 */
export const dataLocationFor = (
  dir: string,
  account: Account,
  bundle: Bundle = bundledPostgres(),
): DataLocation => {
  mkdirSync(dir, { recursive: true });
  if (account !== null) chmodSync(dir, 0o711);
  const notices: string[] = [];
  const programs = programsFor(bundle, account, notices);
  const data = dataFor(dir, account, notices);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chmodSync(data, 0o700);
  if (account !== null) chownSync(data, account.uid, account.gid);

  return { programs, data, notices };
};

/** Removes the data, wherever it lies. The server must be stopped. */
export const removeDataLocation = (dir: string): void => {
  const moved = movedDataOf(dir);
  if (moved !== null) rmSync(moved, { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
};

const programsFor = ({ folder, version }: Bundle, account: Account, notices: string[]): string => {
  if (canEnter(account, join(folder, 'bin'))) return folder;

  const copy = join(openHome, `postgres-${version}`);
  notices.push(`${folder} is closed to the OS user postgres: running a copy in ${copy}`);
  if (!existsSync(copy)) copyPrograms(folder, copy);

  return copy;
};

/**
 * Copies beside and renames, so that two starts at once, or a start cut short, leave a whole copy.
 */
const copyPrograms = (folder: string, copy: string): void => {
  openFolder(openHome);
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

const dataFor = (dir: string, account: Account, notices: string[]): string => {
  const known = movedDataOf(dir);
  if (known === null && canEnter(account, dir)) return join(dir, 'data');

  const home = known ?? newHomeOf(dir);
  notices.push(`${dir} is closed to the OS user postgres: its data lies in ${home}`);

  return join(home, 'data');
};

const pointerOf = (dir: string) => join(dir, 'elsewhere');

const movedDataOf = (dir: string): string | null => {
  const pointer = pointerOf(dir);

  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : null;
};

const newHomeOf = (dir: string): string => {
  const home = join(openHome, `data-${randomUUID()}`);
  openFolder(openHome);
  removeOrphans();
  openFolder(home);
  writeFileSync(join(home, 'owner'), dir);
  writeFileSync(pointerOf(dir), home);

  return home;
};

const openFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
};

/** Data whose owner's folder was deleted would otherwise stay for ever. */
const removeOrphans = (): void => {
  for (const name of readdirSync(openHome).filter((entry) => entry.startsWith('data-'))) {
    const home = join(openHome, name);
    const ownerFile = join(home, 'owner');
    if (!existsSync(ownerFile)) continue;
    if (movedDataOf(readFileSync(ownerFile, 'utf8')) !== home)
      rmSync(home, { recursive: true, force: true });
  }
};
