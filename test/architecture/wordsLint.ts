import { basename } from 'node:path';
import { isCode, isMarkdown } from './repository.js';
import { type Piece, sourceTextOf } from './sourceText.js';
import { grammar, type HeldOut, heldOut } from './words.js';

/** `path:line: word → the word that is meant`, for every use of a word that is held out. */
export const wordsHeldOut = (path: string, text: string): string[] => {
  const applicable = heldOut.filter(({ only }) => only === undefined || only.test(path));

  return [
    ...inNames(path, [{ text: basename(path), line: 0 }], applicable),
    ...(isCode(path) ? inCode(path, text, applicable) : []),
    ...(isMarkdown(path) ? inProse(path, linesOf(text), applicable) : []),
    ...(isHashCommented(path) ? inProse(path, hashComments(text), applicable) : []),
    ...(path === 'package.json' ? inScripts(path, text, applicable) : []),
  ];
};

const inCode = (path: string, text: string, applicable: readonly HeldOut[]): string[] => {
  const { identifiers, comments, strings } = sourceTextOf(path, text);

  return [
    ...inNames(path, identifiers, applicable),
    ...inProse(path, [...linesWithin(comments), ...linesWithin(strings)], applicable),
    ...inProse(path, linesWithin(comments), grammar),
  ];
};

const inNames = (path: string, names: readonly Piece[], words: readonly HeldOut[]): string[] =>
  names.flatMap(({ text, line }) =>
    heldOutBy(text)
      .filter((word) => words.includes(word))
      .map((word) => finding({ path, line, found: text, word })),
  );

/** The same few thousand names come again and again. */
const known = new Map<string, readonly HeldOut[]>();

const heldOutBy = (text: string): readonly HeldOut[] => {
  const found = known.get(text);
  if (found !== undefined) return found;
  const parts = partsOf(text);
  const words = heldOut.filter(
    ({ name, exact }) => name?.test(parts) === true || exact?.test(text) === true,
  );
  known.set(text, words);

  return words;
};

const inProse = (path: string, pieces: readonly Piece[], words: readonly HeldOut[]): string[] =>
  pieces.flatMap(({ text, line }) =>
    words.flatMap((word) => {
      const found = word.prose?.exec(text)?.[0];

      return found === undefined ? [] : [finding({ path, line, found, word })];
    }),
  );

const inScripts = (path: string, text: string, applicable: readonly HeldOut[]): string[] => {
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };
  const names = Object.keys(scripts).map((name) => ({ text: name, line: 0 }));

  return inNames(path, names, applicable);
};

type Found = Readonly<{ path: string; line: number; found: string; word: HeldOut }>;

const finding = ({ path, line, found, word }: Found): string =>
  `${path}:${line}: "${found}" → ${word.instead}`;

/** "createLanes", "create-lanes" and "CREATE_LANES" are "create lanes". */
export const partsOf = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9]+/g, ' ')
    .trim()
    .toLowerCase();

const linesWithin = (pieces: readonly Piece[]): Piece[] =>
  pieces.flatMap(({ text, line }) =>
    text.split('\n').map((each, index) => ({ text: each, line: line + index })),
  );

const linesOf = (text: string): Piece[] => linesWithin([{ text, line: 1 }]);

const isHashCommented = (path: string): boolean =>
  /(^\.ci\/|\.ya?ml$|^\.(env\.example|gitignore|editorconfig|npmrc)$)/.test(path);

const hashComments = (text: string): Piece[] =>
  linesOf(text).filter((piece) => /^\s*#/.test(piece.text));
