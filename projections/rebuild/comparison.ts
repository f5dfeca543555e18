import type { Queryable } from '../../platform/postgres/index.js';
import { compareAgain, compareAll, type Difference, differenceOf } from './difference.js';
import type { Shadow } from './shadow.js';

/** Shadows beside their live tables: all once, then only what was written since. */
export type Comparison = Readonly<{
  all: () => Promise<void>;
  again: (database: Queryable) => Promise<void>;
  differences: (database: Queryable) => Promise<Difference[]>;
}>;

/**
 * The live tables may be ahead of the shadows: the rows in question are then written to the shadows
 * later, and compared again.
 */
export const createComparison = (database: Queryable, shadows: readonly Shadow[]): Comparison => ({
  all: async () => {
    for (const shadow of shadows) {
      shadow.takeWritten();
      for (const table of shadow.tables) await compareAll(database, table);
    }
  },
  again: async (queryable) => {
    for (const shadow of shadows) {
      const written = shadow.takeWritten();
      for (const table of shadow.tables) await compareAgain(queryable, table, written);
    }
  },
  differences: async (queryable) => {
    const differences: Difference[] = [];
    for (const { tables, rowsIn } of shadows)
      for (const table of tables)
        differences.push(await differenceOf(queryable, table, rowsIn(table.name)));

    return differences;
  },
});
