import type pg from 'pg';
import { toDatabaseError } from './errors.js';

/** SQL text, or the same with a name: prepared once per connection. */
export type Statement = string | Readonly<{ name: string; text: string }>;

export type Queryable = Readonly<{
  /**
   * Returns the rows; bigint columns as numbers. Throws DatabaseUnavailable when Postgres does not
   * respond in time.
   */
  query: <T extends object = Record<string, unknown>>(
    statement: Statement,
    values?: readonly unknown[],
  ) => Promise<T[]>;
}>;

export const queryableOf = (client: pg.Pool | pg.PoolClient): Queryable => ({
  query: async <T extends object>(statement: Statement, values: readonly unknown[] = []) => {
    const named = typeof statement === 'string' ? { text: statement } : statement;
    try {
      const { rows } = await client.query<T>({ ...named, values: [...values] });

      return rows;
    } catch (error) {
      throw toDatabaseError(error);
    }
  },
});
