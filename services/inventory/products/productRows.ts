import { toAmount } from '../../../contracts/http/money.js';
import type {
  ListProductsQuery,
  Product,
  ProductSorting,
} from '../../../contracts/http/products.js';
import type { Queryable } from '../../../platform/postgres/index.js';

type ProductRow = Readonly<
  Omit<Product, 'saleStartsAt' | 'saleEndsAt' | 'createdAt' | 'updatedAt'> & {
    saleStartsAt: Date | null;
    saleEndsAt: Date | null;
    createdAt: Date;
    updatedAt: Date;
  }
>;

const columns = `product_id AS id, name, sku, description, category, price, original_price AS "originalPrice",
  currency, max_per_customer AS "maxPerCustomer", sale_starts_at AS "saleStartsAt", sale_ends_at AS "saleEndsAt",
  version, created_at AS "createdAt", updated_at AS "updatedAt"`;

/** The product's id makes every order total: pages neither repeat nor skip a product. */
const orderBy: Readonly<Record<ProductSorting, string>> = {
  name: 'lower(name), product_id',
  '-name': 'lower(name) DESC, product_id',
  price: 'price, product_id',
  '-price': 'price DESC, product_id',
  createdAt: 'created_at, product_id',
  '-createdAt': 'created_at DESC, product_id',
};

const listed = `FROM read.products
  WHERE withdrawn_at IS NULL
    AND ($1::text IS NULL OR category = $1)
    AND ($2::text IS NULL OR name ILIKE $2 OR sku ILIKE $2 OR description ILIKE $2)`;

/** One page of the products that are for sale, and how many there are. */
export const readProductPage = async (
  database: Queryable,
  { page, limit, category, search, sort }: ListProductsQuery,
): Promise<Readonly<{ products: Product[]; total: number }>> => {
  const filter = [category ?? null, search === undefined ? null : `%${escaped(search)}%`];
  const [rows, [counted]] = await Promise.all([
    database.query<ProductRow>(
      `SELECT ${columns} ${listed} ORDER BY ${orderBy[sort]} LIMIT $3 OFFSET $4`,
      [...filter, limit, (page - 1) * limit],
    ),
    database.query<{ total: number }>(`SELECT count(*) AS total ${listed}`, filter),
  ]);

  return { products: rows.map(toProduct), total: counted?.total ?? 0 };
};

/** The product's row, null when there is none or it is withdrawn. */
export const readProduct = async (database: Queryable, id: string): Promise<Product | null> => {
  const [row] = await database.query<ProductRow>(
    `SELECT ${columns} FROM read.products WHERE product_id = $1 AND withdrawn_at IS NULL`,
    [id],
  );

  return row === undefined ? null : toProduct(row);
};

const toProduct = ({ price, originalPrice, ...row }: ProductRow): Product => ({
  ...row,
  price: toAmount(price),
  originalPrice: originalPrice === null ? null : toAmount(originalPrice),
  saleStartsAt: row.saleStartsAt?.toISOString() ?? null,
  saleEndsAt: row.saleEndsAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** LIKE's own signs stand for themselves. */
const escaped = (search: string): string => search.replaceAll(/[\\%_]/g, String.raw`\$&`);
