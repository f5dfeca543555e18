import { execFileSync, spawnSync } from 'node:child_process';

/**
 * Whose process the server is: nobody special, or, where we are root (which Postgres refuses), the
 * OS user `postgres`.
 */
export type Account = Readonly<{ uid: number; gid: number }> | null;

const userName = 'postgres';

/** Makes the OS user when we are root and it does not exist. */
export const postgresAccount = (): Account => {
  if (process.getuid?.() !== 0) return null;

  return accountOf(userName) ?? createAccount();
};

/** Tried as that user, not read from mode bits: access lists count too. */
export const canEnter = (account: Account, folder: string): boolean =>
  account === null ||
  spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...account,
    cwd: '/',
    stdio: 'ignore',
  }).status === 0;

const accountOf = (name: string): Account => {
  const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const [uid, gid] = [id('-u'), id('-g')];
  if (uid.status !== 0 || gid.status !== 0) return null;

  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
};

const createAccount = (): Account => {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', userName]);
  } catch (error) {
    throw new Error(
      'Postgres does not run as root, and the OS user "postgres" could not be created; create it, start as another user, or set DATABASE_URL',
      { cause: error },
    );
  }

  return accountOf(userName);
};
