import { FolderInUse, type FolderLock, lockFolder } from '../host/folderLock.js';

class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  readonly code = 'DIRECTORY_IN_USE';

  constructor(dir: string, pid: string) {
    super(`another event store node is using ${dir}: process ${pid}`);
  }
}

/** Lets one node at a time use a directory. Throws DirectoryInUse. */
export const lockDirectory = async (dir: string): Promise<FolderLock> => {
  try {
    return await lockFolder(dir, 'eventStore');
  } catch (error) {
    throw error instanceof FolderInUse ? new DirectoryInUse(dir, error.pid) : error;
  }
};
