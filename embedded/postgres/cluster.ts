import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import { serverEnvironment } from '../environment/inherited.js';
import type { DataLocation } from './dataLocation.js';

export const owner = 'quicksale';

const run = promisify(execFile);

const passwordFile = (data: string) => join(dirname(data), 'password');
const completeFile = (data: string) => join(dirname(data), 'initialised');

/**
 * Makes the database cluster if it is not there yet. One whose making was cut short is made anew.
 * Returns the password of its owner, which is generated once.
 */
export const initialiseCluster = async (
  location: DataLocation,
  account: Account,
): Promise<string> => {
  const { data } = location;
  if (!existsSync(completeFile(data))) {
    emptyFolder(data, account);
    writePassword(data, account);
    await run(join(location.programs, 'bin', 'initdb'), initdbArguments(data), {
      ...account,
      cwd: '/',
      env: serverEnvironment(process.env),
    });
    writeFileSync(completeFile(data), '');
  }

  return readFileSync(passwordFile(data), 'utf8').trim();
};

const initdbArguments = (data: string): string[] => [
  `--pgdata=${data}`,
  `--username=${owner}`,
  `--pwfile=${passwordFile(data)}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--no-instructions',
];

const emptyFolder = (data: string, account: Account): void => {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  if (account !== null) chownSync(data, account.uid, account.gid);
};

const writePassword = (data: string, account: Account): void => {
  const path = passwordFile(data);
  writeFileSync(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  if (account !== null) chownSync(path, account.uid, account.gid);
};
