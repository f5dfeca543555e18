import type { Database } from '../../../platform/postgres/index.js';
import type { FeedRow } from './feedRow.js';

export type FeedStore = Readonly<{
  /**
   * Returns up to `limit` products that are not in the topics as they are now: of these products,
   * or of all when `productIds` is null.
   */
  unpublished: (productIds: readonly string[] | null, limit: number) => Promise<FeedRow[]>;
  /** Notes that the topics have these products as they are in the rows. */
  note: (rows: readonly FeedRow[]) => Promise<void>;
}>;

export const createFeedStore = (database: Database): FeedStore => ({
  unpublished: (productIds, limit) =>
    database.query<FeedRow>(unpublishedStatement, [productIds, limit]),
  note: async (rows) => {
    await database.query(noteStatement, [
      rows.map(({ productId }) => productId),
      rows.map(({ version }) => version),
      rows.map(({ withdrawnAt }) => withdrawnAt !== null),
      rows.map(({ available }) => available),
      rows.map(({ waiting }) => waiting),
    ]);
  },
});

const isProductNew =
  '(f.version, f.is_withdrawn) IS DISTINCT FROM (p.version, p.withdrawn_at IS NOT NULL)';
const isStockNew = `(f.available, f.waiting)
  IS DISTINCT FROM (p.on_hand - p.reserved, coalesce(p.waiting, 0))`;

const unpublishedStatement = `
  SELECT p.product_id AS "productId", sku, name, description, category, price,
    original_price AS "originalPrice", currency, max_per_customer AS "maxPerCustomer",
    sale_starts_at AS "saleStartsAt", sale_ends_at AS "saleEndsAt", withdrawn_at AS "withdrawnAt",
    payment_window_seconds AS "paymentWindowSeconds",
    p.version, on_hand - reserved AS available, coalesce(p.waiting, 0) AS waiting, revision,
    created_at AS "createdAt", updated_at AS "updatedAt",
    ${isProductNew} AS "isProductNew", ${isStockNew} AS "isStockNew"
  FROM read.products AS p LEFT JOIN messaging.catalogue_feed AS f USING (product_id)
  WHERE ($1::uuid[] IS NULL OR p.product_id = ANY ($1)) AND (${isProductNew} OR ${isStockNew})
  ORDER BY p.product_id
  LIMIT $2`;

const noteStatement = `
  INSERT INTO messaging.catalogue_feed (product_id, version, is_withdrawn, available, waiting)
  SELECT * FROM unnest($1::uuid[], $2::integer[], $3::boolean[], $4::integer[],
    $5::integer[])
  ON CONFLICT (product_id) DO UPDATE SET version = excluded.version,
    is_withdrawn = excluded.is_withdrawn, available = excluded.available,
    waiting = excluded.waiting`;
