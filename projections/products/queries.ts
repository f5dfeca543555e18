import type { Product } from '../../domain/inventory/index.js';
import { comparisonKey } from '../../contracts/text/comparisonKey.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { mainProjection } from '../projector/checkpoint.js';
import type { ProductRow } from './productRow.js';

/**
 * A product as the read model knows it, in the words of the aggregate; `revision` is that of its
 * last event here.
 */
export type ProductRecord = Omit<Product, 'reservations' | 'unitsByUser' | 'waitlist'> &
  Readonly<{ waiting: number; revision: number }>;

export type ProductPage = Readonly<{ products: ProductRecord[]; total: number }>;

/** `sort` is a field, with a minus for downwards. Pages count from 1. */
export type ProductFilter = Readonly<{
  page: number;
  limit: number;
  category?: string | undefined;
  search?: string | undefined;
  sort?: keyof typeof sortClauses | undefined;
}>;

const columns = `
  product_id AS "productId", sku, name, description, category, price,
  original_price AS "originalPrice", currency, max_per_customer AS "maxPerCustomer",
  sale_starts_at AS "saleStartsAt", sale_ends_at AS "saleEndsAt",
  payment_window_seconds AS "paymentWindowSeconds",
  CASE WHEN withdrawn_at IS NULL THEN 'LISTED' ELSE 'WITHDRAWN' END AS status,
  version, on_hand AS "onHand", reserved, coalesce(waiting, 0) AS waiting, revision,
  created_at AS "addedAt", updated_at AS "changedAt"`;

const sortClauses = {
  name: 'name_key, product_id',
  '-name': 'name_key DESC, product_id',
  price: 'price, product_id',
  '-price': 'price DESC, product_id',
  createdAt: 'created_at, product_id',
  '-createdAt': 'created_at DESC, product_id',
} as const;

/** Withdrawn products too: orders that hold them live on. */
export const findProducts = async (
  database: Queryable,
  productIds: readonly string[],
): Promise<ProductRecord[]> => {
  const rows = await database.query<Row>(
    `SELECT ${columns} FROM read.products WHERE product_id = ANY ($1::uuid[])`,
    [productIds],
  );

  return rows.map(toRecord);
};

export const findProduct = async (
  database: Queryable,
  productId: string,
): Promise<ProductRecord | null> => (await findProducts(database, [productId]))[0] ?? null;

/**
 * What is on offer; `search` looks for a part of name, sku or description. Everything is compared
 * by keys of our own: the locale of a database makes no difference.
 */
export const findProductPage = async (
  database: Queryable,
  { page, limit, category, search, sort = '-createdAt' }: ProductFilter,
): Promise<ProductPage> => {
  const matching = `FROM read.products
    WHERE withdrawn_at IS NULL AND ($1::text IS NULL OR category_key = $1)
      AND ($2::text IS NULL OR search_key LIKE $2)`;
  const filter = [
    category === undefined ? null : comparisonKey(category),
    search === undefined ? null : `%${literal(comparisonKey(search))}%`,
  ];
  const [rows, [count]] = await Promise.all([
    database.query<Row>(
      `SELECT ${columns} ${matching} ORDER BY ${sortClauses[sort]} LIMIT $3 OFFSET $4`,
      [...filter, limit, (page - 1) * limit],
    ),
    database.query<{ total: number }>(`SELECT count(*) AS total ${matching}`, filter),
  ]);

  return { products: rows.map(toRecord), total: count?.total ?? 0 };
};

/**
 * Rows, and the place in `$all` up to which they hold everything; null before the first event. A
 * product whose stream waits in quarantine has no row here: what there is of it is out of date.
 */
export type ProductRowsAt = Readonly<{
  rows: readonly (ProductRow & Outstanding)[];
  checkpoint: bigint | null;
}>;

/** Units of order lines that wait for the inventory's answer; an older release leaves them out. */
type Outstanding = Readonly<{ outstanding?: number | null }>;

const productRowsAt = {
  name: 'product-rows-at',
  text: `
    SELECT (SELECT position::text FROM projection.checkpoints WHERE name = $2) AS position,
      coalesce((SELECT json_agg(p) FROM read.products AS p WHERE product_id = ANY ($1::uuid[])
        AND NOT EXISTS (SELECT FROM projection.parked_events
          WHERE stream = 'inventory-' || product_id AND resumed_at IS NULL)),
        '[]'::json) AS rows`,
};

export const findProductRowsAt = async (
  database: Queryable,
  productIds: readonly string[],
): Promise<ProductRowsAt> => {
  const [found] = await database.query<{
    position: string | null;
    rows: (ProductRow & Outstanding)[];
  }>(productRowsAt, [productIds, mainProjection]);
  const position = found?.position ?? null;

  return { rows: found?.rows ?? [], checkpoint: position === null ? null : BigInt(position) };
};

type Times = 'saleStartsAt' | 'saleEndsAt' | 'addedAt' | 'changedAt';

type Row = Omit<ProductRecord, Times> &
  Readonly<{ saleStartsAt: Date | null; saleEndsAt: Date | null; addedAt: Date; changedAt: Date }>;

const toRecord = ({
  saleStartsAt,
  saleEndsAt,
  addedAt,
  changedAt,
  ...row
}: Row): ProductRecord => ({
  ...row,
  saleStartsAt: saleStartsAt?.toISOString() ?? null,
  saleEndsAt: saleEndsAt?.toISOString() ?? null,
  addedAt: addedAt.toISOString(),
  changedAt: changedAt.toISOString(),
});

/** % and _ stand for themselves. */
const literal = (search: string): string => search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
