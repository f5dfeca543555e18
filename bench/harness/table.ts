import type { Figure, Floor, Outcome } from './bench.js';
import { median, spread } from './statistics.js';

/** Every figure with its median, the spread of its rounds, and its floor. */
export const toTable = ({ figures, remarks = [] }: Outcome): string => {
  const rows = [
    ['', 'median', 'lowest', 'highest', 'unit', 'rounds', 'floor', ''],
    ...figures.map(toRow),
  ];

  return [...align(rows, numbers), ...remarks].map((line) => `  ${line.trimEnd()}`).join('\n');
};

/** Returns a line per row; the columns in `right` are aligned to the right. */
export const align = (
  rows: readonly (readonly string[])[],
  right: ReadonlySet<number>,
): readonly string[] => {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const pad = (cell: string, column: number): string => {
    const width = widths?.[column] ?? 0;

    return right.has(column) ? cell.padStart(width) : cell.padEnd(width);
  };

  return rows.map((row) => row.map(pad).join('  ').trimEnd());
};

export const isMet = ({ rounds, floor }: Figure): boolean | null => {
  if (floor === undefined) return null;

  return 'atLeast' in floor ? median(rounds) >= floor.atLeast : median(rounds) <= floor.atMost;
};

const toRow = (figure: Figure): string[] => {
  const { what, unit, rounds, floor } = figure;
  const met = isMet(figure);

  return [
    what,
    ...[median(rounds), ...spread(rounds)].map(rounded),
    unit,
    String(rounds.length),
    floor === undefined ? '' : toText(floor),
    met === null ? '' : met ? 'met' : 'NOT MET',
  ];
};

const toText = (floor: Floor): string =>
  'atLeast' in floor ? `≥ ${rounded(floor.atLeast)}` : `≤ ${rounded(floor.atMost)}`;

export const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);

const numbers = new Set([1, 2, 3, 5]);
