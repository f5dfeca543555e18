import type { Queryable } from '../../platform/postgres/index.js';

/**
 * Returns the products for which orders wait although units are free: those who wait may want more
 * than there are, or were left when a process ended.
 */
export const findUnserved = async (database: Queryable): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(unserved);

  return rows.map(({ id }) => id);
};

const unserved = {
  name: 'waitlist-unserved',
  text: `
    SELECT product_id AS id FROM read.products
    WHERE waiting IS NOT NULL AND on_hand > reserved AND withdrawn_at IS NULL
      AND (sale_ends_at IS NULL OR sale_ends_at > now())`,
} as const;

/** Returns how many orders wait, of all products. */
export const countWaiting = async (database: Queryable): Promise<number> => {
  const [row] = await database.query<{ total: number }>(
    'SELECT coalesce(sum(waiting), 0)::float8 AS total FROM read.products WHERE waiting IS NOT NULL',
  );

  return row?.total ?? 0;
};
