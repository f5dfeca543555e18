import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { FinalError } from '../../platform/process/index.js';
import { type Account, canEnter } from './account.js';
import { type Bundle, bundledPostgres } from './binaries.js';
import { openFolder, openHome, programsFor } from './programs.js';

/** Postgres holds paths in 1024 bytes, with the names of its files. */
const longestPath = 900;

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
  requireUsable(data);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  chmodSync(data, 0o700);
  if (account !== null) chownSync(data, account.uid, account.gid);

  return { programs, data, notices };
};

/** Throws a sentence for the user about a path that Postgres would not work in. */
const requireUsable = (data: string): void => {
  const reason =
    Buffer.byteLength(data) > longestPath
      ? `is too long for Postgres (${longestPath} bytes at most)`
      : /[\r\n]/.test(data)
        ? 'has a line break, which Postgres cannot have in its files'
        : null;
  if (reason !== null)
    throw new FinalError(
      `The path of the data ${reason}: ${JSON.stringify(data)}. Name another folder with QUICKSALE_DATA.`,
    );
};

/** Removes the data, wherever it lies. The server must be stopped. */
export const removeDataLocation = (dir: string): void => {
  const moved = movedPostgresData(dir);
  if (moved !== null) rmSync(moved, { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
};

const dataFor = (dir: string, account: Account, notices: string[]): string => {
  const known = movedPostgresData(dir);
  if (known === null && canEnter(account, dir)) return join(dir, 'data');

  const home = known ?? newHomeOf(dir);
  notices.push(`${dir} is closed to the OS user postgres: its data lies in ${home}`);

  return join(home, 'data');
};

const pointerOf = (dir: string) => join(dir, 'elsewhere');

/** Returns where the data of `dir` lies when that is elsewhere; null when it is in it. */
export const movedPostgresData = (dir: string): string | null => {
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

/** Data whose owner's folder was deleted would otherwise stay for ever. */
const removeOrphans = (): void => {
  for (const name of readdirSync(openHome).filter((entry) => entry.startsWith('data-'))) {
    const home = join(openHome, name);
    const ownerFile = join(home, 'owner');
    if (!existsSync(ownerFile)) continue;
    if (movedPostgresData(readFileSync(ownerFile, 'utf8')) !== home)
      rmSync(home, { recursive: true, force: true });
  }
};
