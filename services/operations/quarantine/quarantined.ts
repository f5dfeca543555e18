import type { Queryable } from '../../../platform/postgres/index.js';

/**
 * Something that waits in quarantine, as a line for people; `id` names it for the other actions.
 */
export type Quarantined = Readonly<{ id: string }> & Readonly<Record<string, unknown>>;

/** One place where something can wait. All return false, or null, when nothing of that id waits. */
export type QuarantinePlace = Readonly<{
  /** Oldest first; all of them without `most`. */
  list: (database: Queryable, most?: number) => Promise<readonly Quarantined[]>;
  count: (database: Queryable) => Promise<number>;
  /** Returns all that is known, the content included. */
  show: (database: Queryable, id: string) => Promise<object | null>;
  /** Has it tried once more. */
  retry: (database: Queryable, id: string) => Promise<boolean>;
  /** What waits behind it is handled without it. */
  skip: (database: Queryable, id: string, reason: string) => Promise<boolean>;
}>;

export const isAny = (rows: readonly unknown[]): boolean => rows.length > 0;

/** Counts the rows of a table that wait; `counted` is what stands behind FROM. */
export const countRows =
  (counted: string): QuarantinePlace['count'] =>
  async (database) => {
    const [row] = await database.query<{ total: number }>(
      `SELECT count(*)::integer AS total FROM ${counted}`,
    );

    return row?.total ?? 0;
  };
