import type { Publication, UnpublishedRow } from './outbox.js';

/** Rows that were read and are not marked yet, so that no row is read twice. */
export const createRowsInFlight = () => {
  const ids = new Set<string>();
  let acknowledged: readonly Publication[] = [];

  return {
    has: ({ id }: UnpublishedRow): boolean => ids.has(id),
    size: (): number => ids.size,
    /** What the broker has acknowledged and the outbox does not know yet. */
    acknowledged: (): readonly Publication[] => acknowledged,
    add: (rows: readonly UnpublishedRow[]): void => rows.forEach(({ id }) => ids.add(id)),
    drop: (dropped: readonly string[]): void => dropped.forEach((id) => ids.delete(id)),
    acknowledge: (publications: readonly Publication[]): void => {
      acknowledged = [...acknowledged, ...publications];
    },
    /** The first so many of those acknowledged are marked. */
    complete: (marked: readonly Publication[]): void => {
      acknowledged = acknowledged.slice(marked.length);
      marked.forEach(({ row }) => ids.delete(row.id));
    },
  };
};

export type RowsInFlight = ReturnType<typeof createRowsInFlight>;
