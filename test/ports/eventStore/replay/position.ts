/** A position of `$all` in an answer, until it is known which event it is the position of. */
export class Position {
  readonly commit: bigint;
  readonly prepare: bigint;

  constructor(commit: bigint | string, prepare: bigint | string) {
    this.commit = BigInt(commit);
    this.prepare = BigInt(prepare);
  }
}

/**
 * Returns how the recordings write a position: `#k` is that of the k-th event of the run, `>#k`
 * lies behind it, `#k/P` has another prepare position.
 */
export const rankBy =
  (ofEvents: readonly bigint[]) =>
  ({ commit, prepare }: Position): string =>
    commit === prepare
      ? rankOf(ofEvents, commit)
      : `${rankOf(ofEvents, commit)}/${rankOf(ofEvents, prepare)}`;

const rankOf = (ofEvents: readonly bigint[], position: bigint): string => {
  if (position === 0n) return '0';
  const k = ofEvents.findLastIndex((of) => of <= position);
  if (k < 0) return '<#0';

  return ofEvents[k] === position ? `#${k}` : `>#${k}`;
};

/** The same answer with each position in its written form. */
export const withRanks = (value: unknown, rank: (position: Position) => string): unknown => {
  if (value instanceof Position) return rank(value);
  if (value instanceof Item) return value.parts.map((part) => withRanks(part, rank)).join(' ');
  if (Array.isArray(value)) return value.map((one) => withRanks(one, rank));
  if (typeof value !== 'object' || value === null) return value;

  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withRanks(one, rank)]));
};

/** One thing that a read or a subscription delivered, as words and positions. */
export class Item {
  readonly parts: readonly (string | Position)[];

  constructor(...parts: readonly (string | Position)[]) {
    this.parts = parts;
  }
}
