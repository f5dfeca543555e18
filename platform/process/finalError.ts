/**
 * The exit code of a process that no restart would help: EX_CONFIG of sysexits.h. The supervisor of
 * `npm start` then ends the whole system.
 */
export const finalExitCode = 78;

/** An error that time does not heal; a person has to change something. */
export class FinalError extends Error {
  override readonly name: string = 'FinalError';
}
