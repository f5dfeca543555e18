import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pause } from '../../../../platform/concurrency/index.js';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { createOutbox, outboxPlans } from '../../../../services/bridge/relay/outbox.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

/** Long enough for the mark to wait for the change. */
const underWayMs = 200;

describe('outbox: a row that is changed while it is marked', () => {
  let relay: Database;
  let others: Database;

  before(async () => {
    const url = await freshDatabase();
    relay = connectDatabase({ url, logger: silent, settings: outboxPlans });
    others = connectDatabase({ url, logger: silent });
  });

  beforeEach(() =>
    others.query(
      `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
       VALUES (7, 0, $1, 'order.status', 'key', '{}', '{}')`,
      [randomUUID()],
    ),
  );
  afterEach(() => others.query('TRUNCATE messaging.outbox, messaging.published'));

  after(() => Promise.all([relay.stop(), others.stop()]));

  const marked = async (meanwhile: string): Promise<void> => {
    const outbox = createOutbox(relay);
    const rows = await outbox.markAndSelect([], { after: null, limit: 10 });
    const publications = rows.map((row) => ({ row, partition: 0, offset: 1n }));
    const marking = await others.transaction(async (transaction) => {
      await transaction.query(meanwhile);
      const begun = outbox.markAndSelect(publications, { after: '7.0', limit: 10 });
      await pause(underWayMs);

      return { begun };
    });
    await marking.begun;
  };

  const placesOf = async () =>
    (
      await others.query<{ place: string }>(
        `SELECT 'outbox' AS place FROM messaging.outbox
         UNION ALL SELECT 'published' FROM messaging.published`,
      )
    ).map(({ place }) => place);

  for (const [what, change] of [
    ['an operator', 'UPDATE messaging.outbox SET last_error = NULL'],
    ['a bridge of an older release', 'UPDATE messaging.outbox SET published_at = now()'],
  ] as const)
    it(`is not lost: by ${what}`, async () => {
      await marked(change);

      expect(await placesOf()).to.have.length(1);
    });

  it('is not noted twice when another bridge has removed it', async () => {
    await marked(`WITH gone AS (DELETE FROM messaging.outbox RETURNING *)
      INSERT INTO messaging.published
        (position, ordinal, event_id, topic, key, headers, payload, attempts, created_at,
         published_at, partition, "offset")
      SELECT position, ordinal, event_id, topic, key, headers, payload, 1, created_at, now(), 0, 1
      FROM gone`);

    expect(await placesOf()).to.deep.equal(['published']);
  });
});
