import type { FinalError } from '../../../platform/process/index.js';
import { holdFiles } from '../../host/heldFiles.js';
import { probeDisk } from './diskProbe.js';
import { watchLogs } from './watchLogs.js';

type Deps = Readonly<{
  folder: string;
  /** What has to stay in it. */
  files: readonly string[];
  logFiles: () => readonly string[];
  show: (name: string, what: string) => void;
  /** Nothing that is accepted from now on would last. */
  onLost: (reason: FinalError) => void;
}>;

/** Watches the data folder until the function that it returns is called. */
export const watchDataFolder = (deps: Deps): (() => Promise<void>) => {
  const { folder, files, logFiles, show, onLost } = deps;
  const watchings = [
    holdFiles([folder, ...files]).watch(onLost),
    probeDisk({ folder, show: (what) => show('Disk', what), onLost }),
    watchLogs(logFiles, (what) => show('Logs', what)),
  ];

  return () => {
    watchings.forEach((watching) => watching.stop());

    return Promise.resolve();
  };
};
