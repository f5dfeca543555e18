import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** What is shown of a log before that which comes. */
const lastBytes = 8_192;

/**
 * Returns a function that passes the lines which have come since it was last called to `onLine`;
 * at first the last 8 KB. A log that has become shorter begins anew.
 */
export const followLog = (file: string, onLine: (line: string) => void): (() => void) => {
  let offset = -1;
  let rest = '';
  let decoder = new TextDecoder();

  return () => {
    const log = openSync(file, 'r');
    try {
      const { size } = fstatSync(log);
      const isFirst = offset < 0;
      if (isFirst) offset = Math.max(0, size - lastBytes);
      const isPart = isFirst && offset > 0;
      if (size < offset) {
        offset = 0;
        rest = '';
        decoder = new TextDecoder();
      }
      const bytes = Buffer.alloc(size - offset);
      offset += readSync(log, bytes, 0, bytes.length, offset);
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of isPart ? lines.slice(1) : lines) if (line !== '') onLine(line);
    } finally {
      closeSync(log);
    }
  };
};
