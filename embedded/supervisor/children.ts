import { join } from 'node:path';
import type { FinalError } from '../../platform/process/index.js';
import type { ProcessRecord } from '../host/processRecord.js';
import type { ChildSpecification } from './child.js';
import { type Start, supervise, type Supervised, type Watcher } from './supervise.js';

export type StartChild = (
  child: Omit<ChildSpecification, 'env' | 'logFile' | 'onNotice'> &
    Readonly<{ env?: NodeJS.ProcessEnv }>,
) => Promise<Supervised>;

export type Children = Readonly<{
  start: StartChild;
  stopAll: () => Promise<void>;
  /** Where those that were started write. */
  logFiles: () => readonly string[];
}>;

type Options = Start &
  Readonly<{
    /** The folder of the logs. */
    logs: string;
    /** For children that name no environment of their own. */
    env: NodeJS.ProcessEnv;
    /** Of Node's own, before those that a child names. */
    nodeOptions: readonly string[];
    /** Shows the user a line about one child. */
    show: (name: string, what: string) => void;
    record: ProcessRecord;
    onFinalEnd: (reason: FinalError) => void;
  }>;

/** A set of supervised children that is stopped as one. */
export const createChildren = (options: Options): Children => {
  const { logs, env, nodeOptions, show, record, onFinalEnd } = options;
  const started: Promise<Supervised>[] = [];
  const logFiles: string[] = [];
  const watcher: Watcher = {
    onLaunch: record.add,
    onEnd: (name, how, delayMs) => show(name, `ended (${how}); starting it again in ${delayMs} ms`),
    onRestarted: (name) => show(name, 'is back'),
    onFinalEnd,
  };

  return {
    start: (child) => {
      const logFile = join(logs, `${child.name}.log`);
      logFiles.push(logFile);
      const onNotice = (notice: string) => show(child.name, notice);
      const specification = {
        ...child,
        env: child.env ?? env,
        nodeOptions: [...nodeOptions, ...(child.nodeOptions ?? [])],
        logFile,
        onNotice,
      };
      const supervised = supervise(specification, watcher, options);
      started.push(supervised);

      return supervised;
    },
    logFiles: () => logFiles,
    stopAll: async () => {
      const results = await Promise.allSettled(started);
      const running = results.filter((one) => one.status === 'fulfilled');
      await Promise.all(running.map(({ value }) => value.stop()));
    },
  };
};
