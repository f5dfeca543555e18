import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import {
  dataFolderOf,
  readSecrets,
  type Secrets,
  secretsFile,
} from '../../operations/dataFolder.js';
import { FolderInUse, type FolderLock, isFolderLocked, lockFolder } from '../host/folderLock.js';
import { writePrivately } from '../host/privateFile.js';
import { generateSigningKey } from '../../services/auth/signingKeys/signingKey.js';

/**
 * Opens, and makes, the data folder. Others may pass through it but not look into it (0711):
 * Postgres runs as another user when we are root.
 */
export const openDataFolder = (env: NodeJS.ProcessEnv): string => {
  const folder = dataFolderOf(env);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  chmodSync(folder, 0o711);
  chmodSync(join(folder, 'logs'), 0o700);

  return realpathSync(folder);
};

/** `isNew` on the first start on the folder, which makes them. */
export const openSecrets = (folder: string): Secrets & Readonly<{ isNew: boolean }> => {
  const stored = readSecrets(folder);
  if (stored !== null) return { ...stored, isNew: false };
  const secrets = generateSecrets();
  writePrivately(secretsFile(folder), secrets);

  return { ...secrets, isNew: true };
};

const purpose = 'launcher';

/** Throws a sentence for the user when another launcher has the folder. */
export const lockDataFolder = async (folder: string): Promise<FolderLock> => {
  try {
    return await lockFolder(folder, purpose);
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    throw new Error(
      `QuickSale already runs on ${folder} (process ${error.pid}). Stop it first, or name another folder with QUICKSALE_DATA.`,
      { cause: error },
    );
  }
};

/** Whether a launcher runs on the folder. */
export const isDataFolderLocked = (folder: string): Promise<boolean> =>
  isFolderLocked(folder, purpose);

const generateSecrets = (): Secrets => ({
  signingKey: generateSigningKey(),
  refreshTokenSecret: random(48),
  adminPassword: random(12),
});

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
