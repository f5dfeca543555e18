import { readFileSync, writeFileSync } from 'node:fs';
import { isWhole, jsonOf, toLine } from '../checkedLine.js';

/** Writes what is known of producers where a segment begins. Without it a start reads headers. */
export const writeProducers = (path: string, states: unknown): void => {
  writeFileSync(path, toLine(states));
};

/** Returns what was written, or null when the file is missing or was not written to its end. */
export const readProducers = (path: string): unknown => {
  try {
    const line = readFileSync(path, 'utf8').trimEnd();

    return isWhole(line) ? JSON.parse(jsonOf(line)) : null;
  } catch {
    return null;
  }
};
