import { dirname, join, normalize } from 'node:path';

export type Repository = Readonly<{
  /** Paths of files and folders. */
  paths: ReadonlySet<string>;
  /** Every word that stands in the code. */
  words: ReadonlySet<string>;
}>;

/** Paths from the root of the repository. */
export const rooted =
  /^(\.ci|\.vscode|bench|contracts|deploy|docs|domain|embedded|migrations|operations|platform|projections|services|test|web)(\/|$)/;

/** A file by its name alone, as in `dependency-cruiser.cjs`. */
const isFileName = (text: string): boolean =>
  /^[\w.-]+\.(ts|mjs|cjs|md|yml|yaml)$/.test(text) && !text.startsWith('.');

/**
 * A name that only code has: humps within, `createBatcher` or `StoredEvent`, with or without a
 * call.
 */
const codeName = /^([a-z][a-z0-9]*([A-Z][a-z0-9]*)+|([A-Z][a-z0-9]+){2,})(\(.*\))?$/;

/** `path: text` of what the document names in backticks and the repository does not have. */
export const unknownNames = (path: string, text: string, repository: Repository): string[] =>
  [...withoutFences(text).matchAll(/`([^`\n]+)`/g)]
    .map(([, name = '']) => name)
    .filter((name) => !isKnown(name, path, repository))
    .map((name) => `${path}: ${name}`);

const withoutFences = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, '');

const isKnown = (name: string, document: string, repository: Repository): boolean => {
  const path = name.replace(/\/$/, '').replace(/:\d+$/, '');
  if (/[*<{… ]/.test(name) && !codeName.test(name)) return isPatternKnown(name, repository);
  if (rooted.test(path)) return hasPath(path, document, repository);
  if (isFileName(name)) return hasPath(path, document, repository) || hasFile(path, repository);
  const [, word] = codeName.exec(name) ?? [];

  return word === undefined || repository.words.has(word);
};

/** From the root, from the document, or a test by the folder that it tests. */
const hasPath = (path: string, document: string, { paths }: Repository): boolean =>
  [path, join(dirname(document), path), join('test', path)].some((each) =>
    paths.has(normalize(each)),
  );

const hasFile = (name: string, { paths }: Repository): boolean =>
  [...paths].some((path) => path.endsWith(`/${name}`));

/** Of a pattern, such as all migrations by a star, the folder before the blank. */
const isPatternKnown = (name: string, { paths }: Repository): boolean => {
  if (!rooted.test(name) || name.includes(' ')) return true;
  const folder = name.slice(0, name.search(/[*<{…]/)).replace(/\/?[^/]*$/, '');

  return paths.has(folder);
};
