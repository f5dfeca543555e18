/** The frame of an operators' command: an error is one sentence on stderr, and exit code 1. */
export const runCommand = (main: (args: readonly string[]) => Promise<void>): void => {
  main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
};
