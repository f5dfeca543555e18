import type { FinalError } from '../../../platform/process/index.js';
import { holdFiles } from '../../host/heldFiles.js';
import { probeDisk } from './diskProbe.js';
import { watchLogs } from './watchLogs.js';

type Deps = Readonly<{
  folder: string;
  /** Where a part keeps its data apart; null while that is in the folder. */
  movedData: () => string | null;
  /** What has to stay in it. */
  files: readonly string[];
  logFiles: () => readonly string[];
  show: (name: string, what: string) => void;
  /** Nothing that is accepted from now on would last. */
  onLost: (reason: FinalError) => void;
}>;

/** Watches the data folder until the function that it returns is called. */
export const watchDataFolder = (deps: Deps): (() => Promise<void>) => {
  const { folder, movedData, files, logFiles, show, onLost } = deps;
  const shownAsDisk = { show: (what: string) => show('Disk', what), onLost };
  const watchings = [
    holdFiles([folder, ...files]).watch(onLost),
    probeDisk({ folder: () => folder, ...shownAsDisk }),
    probeDisk({ folder: movedData, ...shownAsDisk }),
    watchLogs(logFiles, (what) => show('Logs', what)),
  ];

  return () => {
    watchings.forEach((watching) => watching.stop());

    return Promise.resolve();
  };
};
