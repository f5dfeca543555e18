import { renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FinalError } from '../../platform/process/index.js';
import { passedOn } from '../launcher/environment.js';
import type { StartChild } from '../launcher/infrastructure.js';
import type { ProcessRecord } from '../host/processRecord.js';
import type { Report } from '../launcher/report.js';
import { supervise, type Supervised, type Watcher } from './supervise.js';

const largestLog = 20_000_000;

export type Parts = Readonly<{ start: StartChild; stopAll: () => Promise<void> }>;

export type PartsOptions = Readonly<{
  folder: string;
  env: NodeJS.ProcessEnv;
  report: Report;
  record: ProcessRecord;
  signal: AbortSignal;
  onFinalEnd: (reason: FinalError) => void;
}>;

/** A set of supervised children that is stopped as one. */
export const createParts = (options: PartsOptions): Parts => {
  const { folder, env, report, record, signal, onFinalEnd } = options;
  const started: Promise<Supervised>[] = [];
  const watcher: Watcher = {
    onLaunch: record.add,
    onEnd: (name, how, delay) =>
      report.part(name, `ended (${how}); starting it again in ${delay} ms`),
    onRestarted: (name) => report.part(name, 'is back'),
    onFinalEnd,
  };

  return {
    start: (child) => {
      const logFile = join(folder, 'logs', `${child.name}.log`);
      keepSmall(logFile);
      const specification = {
        ...child,
        env: child.env ?? passedOn(env),
        logFile,
        onNotice: (notice: string) => report.part(child.name, notice),
      };
      const supervised = supervise(specification, watcher, signal);
      started.push(supervised);

      return supervised;
    },
    stopAll: async () => {
      const settled = await Promise.allSettled(started);
      const running = settled.filter((one) => one.status === 'fulfilled');
      await Promise.all(running.map(({ value }) => value.stop()));
    },
  };
};

const keepSmall = (logFile: string): void => {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLog) renameSync(logFile, `${logFile}.1`);
};
