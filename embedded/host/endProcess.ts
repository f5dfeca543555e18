import { pause } from '../../platform/concurrency/index.js';
import { isRunning, type ProcessIdentity } from './processIdentity.js';

/** A signal, and in milliseconds how long it has to work before the next one is sent. */
export type Ending = readonly [signal: NodeJS.Signals, timeoutMs: number];

const pollMs = 20;

/** Resolves when the process has ended. Throws when it outlives the last signal's time, too. */
export const endProcess = async (
  identity: ProcessIdentity,
  endings: readonly Ending[],
): Promise<void> => {
  for (const [signal, timeoutMs] of endings) {
    if (!isRunning(identity)) return;
    send(identity.pid, signal);
    const until = performance.now() + timeoutMs;
    while (isRunning(identity) && performance.now() < until) await pause(pollMs);
  }
  if (isRunning(identity)) throw new Error(`Process ${identity.pid} does not end`);
};

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already
  }
};
