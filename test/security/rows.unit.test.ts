import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { rights } from './postgresRoles.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const documented = readFileSync(join(root, 'docs/security.md'), 'utf8');

const upTo = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);

const rows = [...upTo('T', 18), ...upTo('Z', 26), ...upTo('W', 6), ...upTo('S', 13)];

/** Titles begin with their rows: "Z1, Z4: …", "W1 handshake". */
const title = /['"`]((?:[TZWS]\d{1,2})(?:, [TZWS]\d{1,2})*)[: ]/g;

const testFiles = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.(?:test|load|fuzz)\.ts$|Suite\.ts$/.test(path),
);

const filesByTitles = (): Record<string, string[]> => {
  const found = Object.fromEntries(rows.map((row): [string, string[]] => [row, []]));
  for (const path of testFiles) {
    const titles = readFileSync(join(root, 'test', path), 'utf8').matchAll(title);
    const named = new Set([...titles].flatMap(([, list = '']) => list.split(', ')));
    for (const row of named) found[row] = [...(found[row] ?? []), path].sort();
  }

  return found;
};

const filesByTable = (): Record<string, string[]> =>
  Object.fromEntries(
    [...documented.matchAll(/^\| ([TZWS]\d+) +\|(.*)\|([^|]*)\|$/gm)].map(
      ([, row = '', , files = '']) => [
        row,
        [...files.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path).sort(),
      ],
    ),
  );

describe('docs/security.md', () => {
  it('names the tests of every row, and no others', () => {
    expect(filesByTable()).to.deep.equal(filesByTitles());
  });

  it('has a row for every row of the matrix, each with a test', () => {
    expect(Object.keys(filesByTable())).to.deep.equal(rows);
    for (const [row, files] of Object.entries(filesByTable()))
      expect(files, row).not.to.have.length(0);
  });

  it('tells the rights that each service needs in Postgres', () => {
    const told = [...documented.matchAll(/^\| (\w+) +\| `(\w+\.\w+)` +\| ([A-Z, ]+?) +\|$/gm)].map(
      ([, service, table, granted]) => [service, table, granted],
    );
    const needed = Object.entries(rights).flatMap(([service, tables]) =>
      Object.entries(tables).map(([table, granted]) => [service, table, granted]),
    );

    expect(told).to.deep.equal(needed);
  });
});
