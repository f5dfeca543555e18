import { withTimeout } from '../concurrency/index.js';
import { FinalError, finalExitCode } from './finalError.js';
import { pinEnvironment } from './pinEnvironment.js';
import type { Running } from './running.js';
import { writeOrLose } from './writeOrLose.js';

const secondsToStop = 10;

/** Errors that nobody caught come in a flood, if they come again. */
const maxComplaints = 5;

/**
 * The frame of every `main.ts`. Prints one JSON line `{ready, name, url}` on stdout when it serves;
 * SIGINT, SIGTERM and the loss of the parent's IPC channel stop it (exit 0); a failed start or an
 * error that nobody caught ends it with one line on stderr (exit 1; 78 at once after a FinalError).
 */
export const runAsMain = (name: string, start: () => Promise<Running>): void => {
  pinEnvironment(process.env);
  const starting = startTraced(start);
  let isLeaving = false;
  let uncaught = 0;
  const stopAndExit = (code: number) => () => {
    if (isLeaving) return;
    isLeaving = true;
    void stop(name, starting).then((ok) => exit(ok ? code : 1));
  };

  surviveLostOutput();
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(signal, stopAndExit(0));
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) => {
      if (uncaught++ < maxComplaints) complain(name, error);
      if (error instanceof FinalError) exit(finalExitCode);
      stopAndExit(1)();
    });

  starting.then(
    ({ url }) => void writeOrLose(1, `${JSON.stringify({ ready: true, name, url })}\n`),
    (error: unknown) => {
      complain(name, error);
      exit(error instanceof FinalError ? finalExitCode : 1);
    },
  );
};

/** What is not traced, such as a stand-in, does not load what traces: 25 ms and 6 MiB. */
const startTraced = async (start: () => Promise<Running>): Promise<Running> => {
  if (!process.env['OTEL_EXPORTER_OTLP_ENDPOINT']) return start();
  const { startTracing } = await import('../tracing/startTracing.js');
  const tracing = startTracing(process.env);
  const running = await start();

  return {
    ...running,
    stop: async () => {
      await running.stop();
      await tracing.stop();
    },
  };
};

/** A library that prints to a full disk or a closed pipe must not end the process. */
const surviveLostOutput = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
};

const stop = async (name: string, starting: Promise<Running>): Promise<boolean> => {
  try {
    await withTimeout(
      starting.then((running) => running.stop()),
      secondsToStop * 1000 + drainMsOf(process.env),
      'stopping',
    );

    return true;
  } catch (error) {
    complain(name, error);

    return false;
  }
};

/** For how long a process says that it stops before it begins to, in milliseconds: `DRAIN_MS`. */
export const drainMsOf = (env: NodeJS.ProcessEnv): number => Number(env['DRAIN_MS'] ?? 0) || 0;

const complain = (name: string, error: unknown): void => {
  const reason = error instanceof Error ? error : new Error(String(error));
  const isForUsers =
    reason.name === 'ConfigError' || reason instanceof FinalError || 'code' in reason;
  writeOrLose(2, `${name}: ${isForUsers ? reason.message : (reason.stack ?? reason.message)}\n`);
  // the log that the supervisor would read it from may be what is lost
  if (reason instanceof FinalError && process.connected)
    writeOrLose(1, `${JSON.stringify({ final: `${name}: ${reason.message}` })}\n`);
};

const exit = (code: number): never => process.exit(code);
