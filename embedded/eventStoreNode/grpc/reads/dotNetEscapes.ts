import { refusePart } from './unsupportedRegex.js';

/** Classes that know the letters and digits of all languages. */
export const classes: Readonly<Record<string, string>> = {
  w: '\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}',
  d: '\\p{Nd}',
  s: '\\f\\n\\r\\t\\v\\x85\\p{Z}',
};

const letter = `[${classes['w'] ?? ''}]`;
const end = '(?![\\s\\S])';

/** Places in a text, as alternatives. */
export const anchors: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  z: end,
  Z: `(?=\\n?${end})`,
  b: `(?<=${letter})(?!${letter})|(?<!${letter})(?=${letter})`,
  B: `(?<=${letter})(?=${letter})|(?<!${letter})(?!${letter})`,
};

/** Categories are the same; blocks (`\p{IsGreek}`) are .NET's own. */
export const property = (part: string): string =>
  /^\\[pP]\{[CLMNPSZ][a-z]?\}$/.test(part) ? part : refusePart(part);

/** JavaScript lets only its own syntax be escaped outside of sets. */
export const quotedOutside = (part: string): string =>
  /[\^$\\.*+?()[\]{}|/]/.test(part.slice(1)) ? part : part.slice(1);

/** In a set most punctuation has to be escaped. */
export const literalInSet = (character: string): string =>
  /[()[\]{}/\-\\|&!#$%*+,.:;<=>?@^`~]/.test(character) ? `\\${character}` : character;
