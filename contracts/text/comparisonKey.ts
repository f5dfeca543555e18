import { withPlainBlanks } from './blanks.js';
import { withoutUnseen } from './unseen.js';

/**
 * Returns what two spellings of one text have in common, for comparing and searching: case, width,
 * kinds of blanks and what cannot be seen make no difference. The same in every process, whatever
 * the locale of a database.
 */
export const comparisonKey = (text: string): string =>
  withPlainBlanks(caseFolded(withoutUnseen(text.normalize('NFKC').replace(breaks, ' '))));

const breaks = /[\t-\r\u0085\u2028\u2029]+/g;

/**
 * Returns a key whose code points sort as people expect: accents and other marks count only where
 * the letters are the same.
 */
export const sortKey = (text: string): string => {
  const key = comparisonKey(text);

  return `${key.normalize('NFD').replace(/[\u0300-\u036F]+/g, '')}\u0001${key}`;
};

// Upper case first, so that letters such as ß and ſ become the ones that they stand for.
const caseFolded = (text: string): string =>
  text.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC');
