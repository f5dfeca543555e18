import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders of production code. */
export const productionFolders = [
  'domain',
  'services',
  'projections',
  'platform',
  'contracts',
  'embedded',
  'operations',
  'migrations',
  'web',
] as const;

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.cache', '.git', '.quicksale']);

/** Not written by hand, or records of what was. */
const generated = [
  /^bench\/results\//,
  /^package-lock\.json$/,
  /^docs\/reference\/asyncapi\.yaml$/,
  /^web\/client\/apiTypes\.ts$/,
];

/** Paths of all files, from the repository's root, sorted. */
export const everyFile = (): string[] =>
  filesUnder(root)
    .map((path) => relative(root, path))
    .sort();

/** Those that people write. */
export const repositoryFiles = (): string[] =>
  everyFile().filter((path) => !generated.some((pattern) => pattern.test(path)));

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);

      return entry.isDirectory() ? filesUnder(path) : [path];
    });

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

export const isCode = (path: string): boolean => /\.(tsx?|mjs|cjs|js)$/.test(path);

export const isMarkdown = (path: string): boolean => path.endsWith('.md');
