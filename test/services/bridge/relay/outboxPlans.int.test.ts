import { expect } from 'chai';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { createOutbox, outboxPlans } from '../../../../services/bridge/relay/outbox.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

const history = 150_000;
const waiting = 6_000;

/** Rows that are marked where they lie, and rows that have come and gone. */
type History = Readonly<{ published: number; emptied: number }>;

describe('outbox with a long history', function () {
  this.timeout(120_000);

  const open: Database[] = [];

  const outboxAfter = async ({ published, emptied }: History): Promise<Database> => {
    const url = await freshDatabase();
    const filler = connectDatabase({ url, logger: silent, queryTimeoutMs: 60_000 });
    // plans are made while the table is empty, as in a new database
    const database = connectDatabase({ url, logger: silent, settings: outboxPlans });
    open.push(filler, database);
    if (emptied > 0) await fillAndEmpty(filler, emptied);
    await createOutbox(database).markAndSelect([], { after: null, limit: 10 });
    await filler.query(
      `INSERT INTO messaging.outbox
         (position, ordinal, event_id, topic, key, headers, payload, published_at, partition, "offset")
       SELECT n, 0, gen_random_uuid(), 'order.status', n::text, '{"ce_id":"x"}', '{"a":1}',
         CASE WHEN n <= $1::int THEN now() END, 0, n
       FROM generate_series(1, $1::int + $2::int) AS n`,
      [published, waiting],
    );

    return database;
  };

  after(() => Promise.all(open.map(({ stop }) => stop())));

  it('marks a batch and selects the next as fast as when it was empty', async () => {
    const long = await fastestAfter({ published: history, emptied: 0 });
    const empty = await fastestAfter({ published: 0, emptied: 0 });

    expect(long / empty).to.be.below(5);
  });

  it('does so after it was analyzed while nothing waited', async () => {
    const analyzed = await fastestAfter({ published: 0, emptied: history });
    const empty = await fastestAfter({ published: 0, emptied: 0 });

    expect(analyzed / empty).to.be.below(5);
  });

  /** Returns in milliseconds how long the fastest of five batches took. */
  const fastestAfter = async (history: History): Promise<number> => {
    const { published } = history;
    const outbox = createOutbox(await outboxAfter(history));
    const rows = await outbox.markAndSelect([], { after: null, limit: 2_500 });
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const batch = rows.slice(round * 500, round * 500 + 500);
      const start = performance.now();
      const next = await outbox.markAndSelect(
        batch.map((row, index) => ({ row, partition: 1, offset: BigInt(index) })),
        { after: rows.at(-1)?.id ?? null, limit: 100 },
      );
      times.push(performance.now() - start);
      expect(next.map(({ id }) => id)).to.deep.equal(idsFrom(published + 2_501, 100));
    }

    expect(rows.map(({ id }) => id)).to.deep.equal(idsFrom(published + 1, 2_500));

    return Math.min(...times);
  };
});

/** As autovacuum leaves it in a sale: its pages are there, and the one row behind them. */
const fillAndEmpty = async (database: Database, rows: number): Promise<void> => {
  await database.query(
    `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
     SELECT -n, 0, gen_random_uuid(), 'order.status', n::text, '{"ce_id":"x"}', '{"a":1}'
     FROM generate_series(2, $1::int + 1) AS n`,
    [rows],
  );
  await database.query('DELETE FROM messaging.outbox WHERE position >= $1', [-rows]);
  await database.query('VACUUM ANALYZE messaging.outbox');
};

const idsFrom = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${first + index}.0`);
