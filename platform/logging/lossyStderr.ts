import { writeOrLose } from '../process/index.js';

/**
 * Where log lines go. Lines that cannot be written are lost, and the first that can be written
 * again follows one that says how many they were.
 */
export const lossyStderr = (
  write: (text: string) => boolean = (text) => writeOrLose(2, text),
): Readonly<{ write: (line: string) => void }> => {
  let lost = 0;

  return {
    write: (line) => {
      if (lost > 0 && write(`${JSON.stringify({ level: 40, lost, msg: 'log lines were lost' })}\n`))
        lost = 0;
      if (lost > 0 || !write(line)) lost += 1;
    },
  };
};
