import { type InventoryEvent, inventoryStreamPrefix } from '../../domain/inventory/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { inventoryFactsOf } from '../facts/factsOf.js';
import type { RowProjection } from '../rows/rowProjection.js';
import { evolveProduct, type ProductRow } from './productRow.js';
import { searchKeysOf } from './searchKeys.js';

export const productProjection = (
  schema = 'read',
): RowProjection<ProductRow, StoredEvent<InventoryEvent>> => ({
  streamPrefix: inventoryStreamPrefix,
  factsOf: inventoryFactsOf,
  evolve: evolveProduct,
  revisionOf: ({ revision }) => revision,
  load: async (database, ids) => {
    const rows = await database.query<{ row: LoadedRow }>(
      `SELECT to_json(p) AS row FROM ${schema}.products AS p WHERE product_id = ANY ($1::uuid[])`,
      [ids],
    );

    return new Map(rows.map(({ row }) => [row.product_id, withKeys(row)]));
  },
});

/** An older release that still leads leaves the keys out. */
type LoadedRow = Omit<ProductRow, 'name_key'> &
  Readonly<{ name_key: string | null; outstanding: number | null }>;

const withKeys = ({ name_key, outstanding: _, ...row }: LoadedRow): ProductRow =>
  name_key === null ? { ...row, ...searchKeysOf(row) } : { ...row, name_key };
