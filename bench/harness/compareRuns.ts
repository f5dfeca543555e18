import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { align, rounded } from './table.js';

/** As far as it is read here; older files have less in `machine`. */
export type Results = Readonly<{
  startedAt: string;
  commit: string;
  machine: Readonly<{
    cores: number;
    processor: string;
    node: string;
    host?: string;
    hashing?: number;
  }>;
  benches: readonly Readonly<{
    name: string;
    load: Readonly<{ before: number; after: number }>;
    figures: readonly Readonly<{
      what: string;
      unit: string;
      median: number;
      spread: readonly [number, number];
    }>[];
  }>[];
}>;

export const readResults = (path: string): Results =>
  JSON.parse(readFileSync(path, 'utf8')) as Results;

/** Path of the last results that were written; null where there are none. */
export const newestResults = (root: string): string | null => {
  const folder = join(root, 'bench', 'results');
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

  return files.length === 0 ? null : join(folder, files.sort().at(-1) ?? '');
};

/**
 * A table of the figures that both runs have, side by side, and what to think of before reading it.
 */
export const toComparison = (before: Results, after: Results): string => {
  const rows = after.benches.flatMap(({ name, load, figures }) => {
    const other = before.benches.find((bench) => bench.name === name);

    return figures.flatMap((figure) => {
      const was = other?.figures.find(({ what }) => what === figure.what);

      return was === undefined || other === undefined
        ? []
        : [rowOf(name, { was, is: figure, load: `${loadOf(other.load)} → ${loadOf(load)}` })];
    });
  });
  const head = ['', '', 'before', 'after', 'unit', 'after/before', '', 'load'];

  return [
    ...[before, after].map(titleOf),
    ...warnings(before.machine, after.machine),
    ...(rows.length === 0
      ? ['The runs have no figure in common.']
      : align([head, ...rows], numbers)),
  ].join('\n');
};

const numbers = new Set([2, 3, 5]);

type Pair = Readonly<{ was: Figure; is: Figure; load: string }>;
type Figure = Results['benches'][number]['figures'][number];

const rowOf = (bench: string, { was, is, load }: Pair): string[] => [
  bench,
  is.what,
  rounded(was.median),
  rounded(is.median),
  is.unit,
  rounded(is.median / was.median),
  overlap(was.spread, is.spread) ? 'within the spread' : '',
  load,
];

/** Where the rounds of both runs overlap, the difference may be chance. */
const overlap = (one: Figure['spread'], other: Figure['spread']): boolean =>
  one[0] <= other[1] && other[0] <= one[1];

const loadOf = ({ before, after }: Readonly<{ before: number; after: number }>): string =>
  String(Math.max(before, after));

const titleOf = ({ startedAt, commit, machine }: Results, index: number): string => {
  const { host = 'unnamed', processor, cores, node, hashing } = machine;
  const speed = hashing === undefined ? '' : `, ${Math.round(hashing)} MB/s hashed`;

  return `${index === 0 ? 'before' : 'after '}  ${startedAt}  ${commit}  ${host}: ${processor}, ${cores} cores, Node ${node}${speed}`;
};

const warnings = (one: Results['machine'], other: Results['machine']): string[] => {
  const isSame =
    one.processor === other.processor && one.cores === other.cores && one.host === other.host;

  return isSame ? [] : ['Other machines, or not known to be the same: compare the ratios only.'];
};
