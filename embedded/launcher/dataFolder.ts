import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { generateSigningKey } from '../../services/auth/signingKeys/signingKey.js';

/** Generated once; every later start finds them again. */
export type Secrets = Readonly<{
  /** P-256 private key, PEM. */
  signingKey: string;
  refreshTokenSecret: string;
  adminPassword: string;
}>;

/**
 * Where state lies: `QUICKSALE_DATA`, else `.quicksale` in the working folder. Others may pass through it but not look
 * into it (0711): Postgres runs as another user when we are root.
 */
export const openDataFolder = (env: NodeJS.ProcessEnv): string => {
  const asked = env['QUICKSALE_DATA'];
  const folder = resolve(asked === undefined || asked === '' ? '.quicksale' : asked);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  chmodSync(folder, 0o711);
  chmodSync(join(folder, 'logs'), 0o700);

  return realpathSync(folder);
};

/** `isNew` on the first start on the folder. */
export const readSecrets = (folder: string): Secrets & Readonly<{ isNew: boolean }> => {
  const path = join(folder, 'secrets.json');
  const isNew = !existsSync(path);
  if (isNew) writePrivately(path, generateSecrets());

  return { ...(JSON.parse(readFileSync(path, 'utf8')) as Secrets), isNew };
};

export const writePrivately = (path: string, content: object): void => {
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
};

const generateSecrets = (): Secrets => ({
  signingKey: generateSigningKey(),
  refreshTokenSecret: random(48),
  adminPassword: random(12),
});

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
