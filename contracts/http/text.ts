import { z } from 'zod';
import { withPlainBlanks, withPlainLines, withPlainWidth } from '../text/blanks.js';
import { isSeen, isSeenInLines, isSeenInWords } from '../text/unseen.js';

/*
 * Texts that requests write. Two that look alike are stored alike, so that they meet the same rules
 * of uniqueness: blanks are plain, and what cannot be seen is refused. Responses are not checked:
 * what was stored under older rules stays readable.
 */

const unseenRefused = 'Must not hold characters that cannot be seen';

/** The name of something, on one line, in the words of any language. */
export const nameText = (longest: number) =>
  z.string().overwrite(withPlainBlanks).min(1).max(longest).refine(isSeenInWords, unseenRefused);

/** A name that people type from a label: no emoji, no joiners, and only the ordinary width. */
export const codeText = (longest: number) =>
  z
    .string()
    .overwrite((text) => withPlainBlanks(withPlainWidth(text)))
    .min(1)
    .max(longest)
    .refine(isSeen, unseenRefused);

/** Text of several lines. */
export const proseText = (longest: number) =>
  z.string().overwrite(withPlainLines).min(1).max(longest).refine(isSeenInLines, unseenRefused);

/** What is looked for: compared by its key, so nothing in it has to be refused. */
export const searchText = (longest: number) =>
  z.string().overwrite(withPlainBlanks).min(1).max(longest);
