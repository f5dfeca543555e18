import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../architecture/repository.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

type Row = Readonly<{ limit: string; path: string }>;

/** The rows of the page: what, limit, then, where. */
const rowsOf = (page: string): Row[] =>
  [...page.matchAll(/^\|[^|]+\|([^|]+)\|[^|]+\| *`([^`]+)` *\|$/gm)].map(
    ([, limit = '', path = '']) => ({ limit, path }),
  );

/** What the row says and its file does not. */
const wrongLimits = ({ limit, path }: Row, source: string): string[] =>
  [...limit.matchAll(/(\d+) (ms|s)\b/g)]
    .filter(([, amount = '', unit = '']) => !says(source, Number(amount), unit))
    .map(([text]) => `${path}: ${text}`);

const says = (source: string, amount: number, unit: string): boolean => {
  const numbers = source.replaceAll(/(?<=\d)_(?=\d)/g, '');
  if (new RegExp(`\\b${unit === 's' ? amount * 1000 : amount}\\b`).test(numbers)) return true;

  return unit === 's' && new RegExp(`seconds\\w* = ${amount}\\b`).test(numbers);
};

describe('documents: the table of time-outs', () => {
  const rows = rowsOf(read('docs/reference/time-outs.md'));

  it('has rows', () => {
    expect(rows).to.have.length.above(25);
  });

  it('says what the named files say', () => {
    const wrong = rows.flatMap((row) => wrongLimits(row, read(row.path)));

    expect(wrong).to.deep.equal([]);
  });

  it('notices another number', () => {
    const row = { limit: ' 2 s, 200 ms ', path: 'a.ts' };

    expect(wrongLimits(row, 'const aMs = 2_000; const bMs = 250;')).to.deep.equal(['a.ts: 200 ms']);
  });
});
