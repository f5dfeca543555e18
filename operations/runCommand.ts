import { errorText, pinEnvironment } from '../platform/process/index.js';

type Main = (args: readonly string[]) => Promise<void>;

/** The frame of an operators' command: an error is one sentence on stderr, and an exit code. */
export const runCommand = (main: Main, exitCodeOf: (error: unknown) => number = () => 1): void => {
  pinEnvironment(process.env);
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = exitCodeOf(error);
  });
};
