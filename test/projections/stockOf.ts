import type { Queryable } from '../../platform/postgres/index.js';
import { findProduct } from '../../projections/products/queries.js';

/** The units of a product as the read model has them, null without a row. */
export const stockOf = async (database: Queryable, id: string) => {
  const product = await findProduct(database, id);
  if (product === null) return null;
  const { productId, onHand, reserved, revision } = product;

  return { productId, onHand, reserved, available: onHand - reserved, revision };
};
