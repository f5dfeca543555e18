// A CRUD shop. Usage: postgresShop.js <database url> five | one
import pg from 'pg';
import { type Buy, serveShop } from './shopServer.js';

const [url = '', way = 'five'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 16 });

const takeUnit = 'UPDATE shop.products SET stock = stock - 1 WHERE id = $1 AND stock >= 1';
const insertOrder = 'INSERT INTO shop.orders (id, key, product_id) VALUES ($1, $2, $3)';
const insertMessage = 'INSERT INTO shop.outbox (payload) VALUES ($1)';

/** As people write it. */
const fiveStatements: Buy = async ({ id, key, productId }) => {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rowCount } = await client.query({ name: 'take', text: takeUnit, values: [productId] });
    if (rowCount === 0) {
      await client.query('ROLLBACK');

      return 'sold out';
    }
    await client.query({ name: 'order', text: insertOrder, values: [id, key, productId] });
    await client.query({ name: 'outbox', text: insertMessage, values: [{ id, productId }] });
    await client.query('COMMIT');

    return 'taken';
  } finally {
    client.release();
  }
};

/** As few do: the same in one statement, and one journey. */
const oneStatement: Buy = async ({ id, key, productId }) => {
  const { rowCount } = await pool.query({
    name: 'buy',
    text: `WITH taken AS (${takeUnit} RETURNING id),
      ordered AS (INSERT INTO shop.orders (id, key, product_id) SELECT $2, $3, id FROM taken),
      told AS (INSERT INTO shop.outbox (payload) SELECT $4::json FROM taken)
      SELECT FROM taken`,
    values: [productId, id, key, { id, productId }],
  });

  return rowCount === 0 ? 'sold out' : 'taken';
};

await serveShop(way === 'one' ? oneStatement : fiveStatements);
