import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { createOutbox, type Outbox } from '../../../../services/bridge/relay/outbox.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

describe('outbox: a row at the place of another event, since the event store was restored', () => {
  let database: Database;
  let outbox: Outbox;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger: silent });
    outbox = createOutbox(database);
  });

  beforeEach(() => database.query('TRUNCATE messaging.outbox'));

  after(() => database.stop());

  it('is not marked by what was published of the lost one', async () => {
    const lost = await replacedRow();
    await outbox.markAndSelect([{ row: lost, partition: 0, offset: 1n }], rest);

    const [row, ...others] = await outbox.markAndSelect([], { after: null, limit: 10 });
    expect(row).to.include({ id: '7.0' }).and.not.include({ eventId: lost.eventId });
    expect(others).to.deep.equal([]);
  });

  it('is not quarantined by the refusal of the lost one', async () => {
    await outbox.quarantine(await replacedRow(), 'too large');

    expect(await outbox.quarantinedKeys()).to.deep.equal([]);
  });

  const replacedRow = async () => {
    await add();
    const [lost] = await outbox.markAndSelect([], { after: null, limit: 10 });
    if (lost === undefined) throw new Error('there is no row');
    await database.query('DELETE FROM messaging.outbox');
    await add();

    return lost;
  };

  const add = () =>
    database.query(
      `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
       VALUES (7, 0, $1, 'order.status', 'key', '{}', '{}')`,
      [randomUUID()],
    );
});

const rest = { after: '7.0', limit: 10 } as const;
