import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { syncFolder } from '../journal.js';

const digits = 20;
const logEnding = '.log';

/** Files of a segment, which is named by the offset that it begins with. */
export type SegmentFiles = Readonly<{
  log: string;
  /** Derived from the log: what a start needs to know of it, and positions in it. */
  index: string;
  /** What was known of producers where the segment begins. */
  producers: string;
  /** What the segment becomes, while it is written. */
  compacted: string;
}>;

export const segmentFiles = (folder: string, base: number): SegmentFiles => {
  const path = join(folder, String(base).padStart(digits, '0'));

  return {
    log: `${path}${logEnding}`,
    index: `${path}.index`,
    producers: `${path}.producers`,
    compacted: `${path}.compacted`,
  };
};

/**
 * Creates the folder of a partition if it is missing, takes over the single file that older
 * releases kept beside it, and removes what a crash left behind. Returns the offsets that the
 * segments begin with.
 */
export const prepareFolder = (folder: string): number[] => {
  mkdirSync(folder, { recursive: true });
  takeOverSingleFile(folder);
  const names = readdirSync(folder);
  const bases = names
    .filter((name) => extname(name) === logEnding)
    .map(baseOf)
    .sort((a, b) => a - b);
  for (const name of names.filter((each) => isLeftover(each, bases)))
    rmSync(join(folder, name), { force: true });

  return bases;
};

const takeOverSingleFile = (folder: string): void => {
  const single = `${folder}${logEnding}`;
  if (!existsSync(single)) return;
  const { log } = segmentFiles(folder, 0);
  if (!existsSync(log) && readdirSync(folder).length === 0) renameSync(single, log);
  else if (statSync(single).size === 0) unlinkSync(single);
  else throw new Error(`${single} is of an older release, and ${folder} of a newer one`);
  syncFolder(folder);
  syncFolder(dirname(folder));
};

const baseOf = (name: string): number => Number(basename(name, extname(name)));

/** Only the last segment needs its producers, and only one whose log is there an index. */
const isLeftover = (name: string, bases: readonly number[]): boolean => {
  switch (extname(name)) {
    case '.compacted':
      return true;
    case '.index':
      return !bases.includes(baseOf(name));
    case '.producers':
      return baseOf(name) !== bases.at(-1);
    default:
      return false;
  }
};
