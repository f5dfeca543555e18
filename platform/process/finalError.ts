/**
 * The exit code of a process that no restart would help: EX_CONFIG of sysexits.h. A supervisor
 * leaves it ended.
 */
export const finalExitCode = 78;

/** An error that time does not heal; a person has to change something. */
export class FinalError extends Error {
  override readonly name: string = 'FinalError';
}
