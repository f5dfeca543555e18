import { expect } from 'chai';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { createOutbox, outboxPlans } from '../../../../services/bridge/relay/outbox.js';
import { outboxRetention } from '../../../../services/bridge/retention/outboxRetention.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

const dayMs = 86_400_000;

describe('retention of the outbox', () => {
  let database: Database;

  beforeEach(async () => {
    const url = await freshDatabase();
    database = connectDatabase({ url, logger: silent, settings: outboxPlans });
  });

  afterEach(() => database.stop());

  it('keeps what was published within its time, each day in a partition of its own', async () => {
    await retain(3);
    await publish(1);
    await publish(2, 2);

    expect(await retain(3)).to.equal(0);
    expect(await published()).to.deep.equal([1, 2]);
    expect(await inNoDay()).to.equal(0);
  });

  it('drops days that are over, and keeps the last event of each', async () => {
    await retain(9);
    await publish(1, 6);
    await publish(2, 6);
    await publish(3, 2);
    const [before] = await database.query(
      'SELECT event_id FROM messaging.published WHERE position = 2',
    );

    expect(await retain(4)).to.equal(5);
    expect(await published()).to.deep.equal([3]);
    expect(
      await database.query('SELECT position, event_id FROM messaging.pruned_days'),
    ).to.deep.equal([{ position: 2, ...before }]);
  });

  it('never drops what is not published, however old it is', async () => {
    await add(1);
    await database.query("UPDATE messaging.outbox SET created_at = now() - interval '1 year'");
    await retain(1);

    expect(await database.query('SELECT position FROM messaging.outbox')).to.deep.equal([
      { position: 1 },
    ]);
  });

  it('moves what a bridge of an older release has marked, and drops of it what is over', async () => {
    await database.query(
      `INSERT INTO messaging.outbox
         (position, ordinal, event_id, topic, key, headers, payload, published_at, partition, "offset")
       SELECT n, 0, gen_random_uuid(), 'order.status', 'key', '{}', '{}',
         CASE WHEN n % 2 = 0 THEN now() - n * interval '1 minute' END, 1, n
       FROM generate_series(1, 7000) AS n`,
    );
    await retain(7);
    const [left] = await database.query(
      'SELECT count(*), count(published_at) AS marked FROM messaging.outbox',
    );

    expect(left).to.deep.equal({ count: 3_500, marked: 0 });
    expect(await published()).to.have.length(3_500);
    expect(await inNoDay()).to.equal(0);
    await retain(1);
    expect((await published()).length).to.be.within(720, 1_440);
  });

  it('keeps rows of a day without a partition, and drops them when they are over', async () => {
    await publish(1, 30);
    await publish(2);
    expect(await inNoDay()).to.equal(2);
    await retain(7);

    expect(await published()).to.deep.equal([2]);
  });

  it('lets the relay mark and read while days come and go', async () => {
    await retain(7);
    const relaying = Promise.all(Array.from({ length: 40 }, (_, index) => publish(index)));
    for (const days of [7, 3, 9, 1]) await retain(days);
    await relaying;

    expect(await published()).to.have.length(40);
  });

  const retain = (days: number): Promise<number> =>
    outboxRetention({ database, keepMs: days * dayMs }).remove(new AbortController().signal);

  const add = async (position: number): Promise<void> => {
    await database.query(
      `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
       VALUES ($1, 0, $2, 'order.status', 'key', '{}', '{}')`,
      [position, eventId],
    );
  };

  const publish = async (position: number, daysAgo = 0): Promise<void> => {
    await add(position);
    await database.query(
      `UPDATE messaging.outbox SET published_at = now() - $2 * interval '1 day'
       WHERE position = $1 AND $2 > 0`,
      [position, daysAgo],
    );
    const row = {
      id: `${position}.0`,
      eventId,
      topic: 'order.status',
      key: 'key',
      headers: {},
      payload: '',
    };
    await createOutbox(database).markAndSelect([{ row, partition: 1, offset: 5n }], {
      after: null,
      limit: 10,
    });
  };

  const published = async (): Promise<unknown[]> =>
    (await database.query('SELECT position FROM messaging.published ORDER BY position')).map(
      (row) => row['position'],
    );

  const inNoDay = async (): Promise<unknown> =>
    (await database.query('SELECT count(*) FROM messaging.published_other'))[0]?.['count'];
});

const eventId = '11111111-1111-4111-8111-111111111111';
