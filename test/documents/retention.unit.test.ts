import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deadLetterTopic, type Topic, topics } from '../../contracts/messages/index.js';
import { root } from '../architecture/repository.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const page = read('docs/reference/retention.md');

/** The rows of the page's table under a heading, as cells without the quotes around code. */
const rowsUnder = (heading: string): string[][] =>
  (page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| *-/.test(line))
    .slice(1)
    .map((line) =>
      line
        .replaceAll(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
    );

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));

const found = (folders: readonly string[], pattern: RegExp): string[] =>
  folders
    .flatMap(filesUnder)
    .flatMap((path) => [...read(path).matchAll(pattern)].map(([, one = '']) => one));

const firsts = (heading: string) => rowsUnder(heading).map(([first = '']) => first);

const production = ['services', 'platform', 'projections', 'embedded'];

describe('documents: retention.md', () => {
  it('has every table, and no other', () => {
    const tables = found(['migrations'], /CREATE TABLE ([a-z_.]+)/g);

    expect(tables.length).to.be.greaterThan(15);
    expect(firsts('Tables')).to.have.members(tables);
  });

  it('has every topic with its dead letters, and no other', () => {
    const names = Object.keys(topics) as Topic[];

    expect(firsts('Topics')).to.have.members([...names, ...names.map(deadLetterTopic)]);
  });

  it('has every kind of stream, and no other', () => {
    const kinds = found(['domain', 'platform'], /Stream(?:Prefix)? = '([^']+)'/g);

    expect(kinds).to.include('inventory-').and.include('quicksale-store');
    expect(firsts('Streams')).to.have.members(kinds);
  });

  it('has every bounded cache by the file that makes it, and no other', () => {
    const files = production
      .flatMap(filesUnder)
      .filter((path) => / = createLru[<(]/.test(read(path)));

    expect(files.length).to.be.greaterThan(8);
    expect(firsts('Caches')).to.have.members(files);
  });

  it('names the kind that each job counts, and no other', () => {
    const kinds = found(['services'], /kind: '([a-z_]+)',\s*remove/g);
    const documented = rowsUnder('Tables').map(([, , , kind = '']) => kind);

    expect(kinds.length).to.be.greaterThan(4);
    expect(documented.filter((kind) => kind !== '')).to.have.members(kinds);
  });

  it('says of every row how long it stays', () => {
    for (const heading of ['Tables', 'Topics', 'Streams', 'Caches', 'Files of `npm start`'])
      for (const [name, stays = ''] of rowsUnder(heading)) expect(stays, name).to.not.equal('');
  });
});
