/** What an append expects: a revision, or one of these (the numbers that trailers carry). */
export const noStream = -1n;
export const anyRevision = -2n;
export const streamExists = -4n;

/** The stream as the next append finds it, written to disk or not yet. */
export type StreamHead = {
  /** Last revision, −1 when the stream has no event. */
  readonly current: number;
  readonly isTombstoned: boolean;
  readonly isSoftDeleted: boolean;
  readonly hasMetadata: boolean;
  /**
   * How many of the proposed ids equal the ids stored from this revision on, one after the other.
   */
  readonly countStored: (from: number) => number;
  /**
   * How many of the proposed ids, from the first on, this stream was given lately, and the last
   * one's position.
   */
  readonly countRecent: () => { readonly known: number; readonly last: number };
};

export type Verdict =
  | { readonly kind: 'write' }
  /** Written before: the answer is the one of then. */
  | { readonly kind: 'repeated'; readonly by: 'revision'; readonly revision: number }
  | { readonly kind: 'repeated'; readonly by: 'recent'; readonly position: number }
  | { readonly kind: 'wrong'; readonly current: number }
  | { readonly kind: 'deleted' };

const toBeWritten: Verdict = { kind: 'write' };
export const streamIsDeleted: Verdict = { kind: 'deleted' };

/**
 * May an append of `proposed` events that expects `expected` be written? (EventStoreDB's rules, in
 * its order.)
 */
export const judge = (head: StreamHead, expected: bigint, proposed: number): Verdict => {
  if (head.isTombstoned) return streamIsDeleted;
  if (expected === streamExists) {
    if (head.isSoftDeleted) return streamIsDeleted;
    if (head.current < 0 && !head.hasMetadata) return wrong(head);
  }
  if (expected === anyRevision || expected === streamExists)
    return judgeByRecentIds(head, proposed);
  if (expected < BigInt(head.current)) return judgeByStoredIds(head, Number(expected), proposed);

  return expected > BigInt(head.current) ? wrong(head) : toBeWritten;
};

const judgeByStoredIds = (head: StreamHead, expected: number, proposed: number): Verdict => {
  if (proposed === 0) return wrong(head);
  const equal = head.countStored(expected + 1);
  if (equal === proposed)
    return { kind: 'repeated', by: 'revision', revision: expected + proposed };
  const recreates = equal === 0 && BigInt(expected) === noStream && head.isSoftDeleted;

  return recreates ? toBeWritten : wrong(head);
};

const judgeByRecentIds = (head: StreamHead, proposed: number): Verdict => {
  if (proposed === 0) return toBeWritten;
  const { known, last } = head.countRecent();
  if (known === 0) return toBeWritten;

  return known === proposed ? { kind: 'repeated', by: 'recent', position: last } : wrong(head);
};

const wrong = (head: StreamHead): Verdict => ({ kind: 'wrong', current: head.current });
