import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './repository.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
    join(folder, path),
  );

/** Names in the schemas that read the environment, and in the launcher's own tables. */
export const variablesInCode = (): Set<string> => {
  const sources = ['services', 'platform', 'operations', 'embedded']
    .flatMap(filesUnder)
    .filter((path) => path.endsWith('.ts'))
    .map(read)
    .join('\n');
  const patterns = [
    /variable: '([A-Z_]+)'/g,
    /alias: '([A-Z_]+)'/g,
    /external: '([A-Z_]+)'/g,
    /(?:portVariable|upstreamUrl|limit)\('([A-Z_]+)'/g,
    /env\['([A-Z_]+)'\]/g,
  ];
  const found = patterns.flatMap((pattern) =>
    [...sources.matchAll(pattern)].map(([, name]) => name),
  );

  return new Set(
    found.flatMap((name) => (name === undefined || ofTheSystem.has(name) ? [] : [name])),
  );
};

/** Not ours to explain. */
const ofTheSystem = new Set(['PATH', 'NO_PROXY', 'UV_THREADPOOL_SIZE']);
