import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes } from '../../contracts/http/problemCodes.js';
import { oldSpellingsOf } from '../../contracts/http/oldSpellings.js';
import { topics } from '../../contracts/messages/index.js';
import { operations } from '../../contracts/openapi/index.js';
import { root } from '../architecture/repository.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

const sourcesOf = (...folders: readonly string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .map((path) => read(join(folder, path))),
    )
    .join('\n');

/** The cells of a page's tables, without their headings and the quotes around code. */
const rowsOf = (page: string): string[][] =>
  read(`docs/reference/${page}`)
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| *-/.test(line))
    .map((line) =>
      line
        .replaceAll(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
    );

const firstCells = (page: string): string[] => rowsOf(page).map(([first = '']) => first);

const oldSpellings = (method: string, paths: readonly (string | undefined)[]): string[] =>
  paths.flatMap((path) => (path === undefined ? [] : oldSpellingsOf(method, path)));

const wordsIn = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, word = '']) => word)),
];

describe('documents: the reference', () => {
  it('api.md has every route with who may call it and its limit, and no other', () => {
    const callers = {
      nobody: 'anyone',
      user: 'user',
      owner: 'owner, admin',
      admin: 'admin',
      operator: 'operators',
    };
    const known = operations.flatMap(({ method, path, alias, access, service, limit }) =>
      [
        path,
        ...(alias === undefined ? [] : [alias]),
        ...oldSpellings(method.toUpperCase(), [path, alias]),
      ].map((way) => [
        method.toUpperCase(),
        way,
        callers[access],
        service === 'gateway' ? '-' : (limit ?? 'default'),
      ]),
    );
    const documented = rowsOf('api.md')
      .filter(([method]) => method !== 'method')
      .map(([method, path, , who, limit]) => [method, path, who, limit]);

    expect(documented).to.have.deep.members(known);
  });

  it('error-codes.md has every code with its status and meaning, and no other', () => {
    const documented = rowsOf('error-codes.md').filter(([code]) => code !== 'code');

    expect(documented).to.deep.equal(
      Object.entries(problemCodes).map(([code, [status, meaning]]) => [
        code,
        String(status),
        meaning,
      ]),
    );
  });

  it('streams.md has every event, and no other', () => {
    const events = wordsIn(sourcesOf('domain', 'services'), /= Event<\s*'(\w+)'/g);
    const documented = firstCells('streams.md').filter((name) => /^[A-Z]\w+$/.test(name));

    expect(events.length).to.be.greaterThan(20);
    expect(documented).to.have.members(events);
  });

  it('topics.md has every topic and message type, and every event that makes one', () => {
    const rows = rowsOf('topics.md').filter(([topic]) => topic !== 'topic');
    const types = Object.entries(topics).flatMap(([topic, ofTopic]) =>
      Object.keys(ofTopic).map((type) => [topic, type]),
    );
    const published = read('projections/outbox/toMessages.ts')
      .split(/return /)
      .map((text, index, all) => [text, all[index + 1] ?? ''] as const)
      .filter(([, answer]) => !answer.startsWith('[];'))
      .flatMap(([cases]) => wordsIn(cases, /case '(\w+)'/g));
    const documented = wordsIn(rows.map(([, , events]) => events).join(' '), /\b([A-Z]\w+)\b/g);

    expect(rows.map(([topic, type]) => [topic, type])).to.have.deep.members(types);
    expect(documented).to.have.members(published);
  });

  it('tables.md has every table, and no other', () => {
    const tables = wordsIn(sourcesOf('migrations'), /CREATE TABLE ([a-z_.]+)/g);

    expect(firstCells('tables.md').filter((name) => name.includes('.'))).to.have.members(tables);
  });

  it('metrics.md has every metric with its labels, and no other', () => {
    const sources = sourcesOf('platform', 'projections', 'services');
    const declared = [
      ...sources.matchAll(
        /(counter|gauge|readGauge|histogram)\(\{\s*name: '(\w+)',\s*help: '[^']*',?(?:\s*labels: \[([^\]]*)\])?/g,
      ),
    ].map(([, type, name, labels = '']) => [
      name,
      type === 'readGauge' ? 'gauge' : type,
      labels.replaceAll("'", ''),
    ]);
    const documented = rowsOf('metrics.md')
      .filter(([name]) => name !== 'metric')
      .map(([name, type, labels]) => [name, type, labels]);

    expect(documented).to.have.deep.members(declared);
  });
});
