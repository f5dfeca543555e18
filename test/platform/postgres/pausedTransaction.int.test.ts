import { expect } from 'chai';
import { createLogger } from '../../../platform/logging/index.js';
import { connectDatabase } from '../../../platform/postgres/index.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('transactions: a client that is paused within one', () => {
  it('holds its locks for no longer than 5 s', async () => {
    const url = await freshDatabase({ migrated: false });
    const logger = createLogger({ name: 'test', level: 'silent' });
    const [paused, other] = [0, 1].map(() =>
      connectDatabase({ url, logger, queryTimeoutMs: 20_000 }),
    ) as [ReturnType<typeof connectDatabase>, ReturnType<typeof connectDatabase>];
    await other.query('CREATE TABLE counters AS SELECT 1 AS id');
    let goOn: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => (goOn = resolve));
    const locked = new Promise<void>((resolve) => {
      void paused
        .transaction(async (client) => {
          await client.query('SELECT * FROM counters FOR UPDATE');
          resolve();
          await asleep;
          await client.query('UPDATE counters SET id = 2');
        })
        .catch(() => undefined);
    });
    await locked;
    const lockedAt = performance.now();
    await other.query('UPDATE counters SET id = 3');

    expect(performance.now() - lockedAt).to.be.within(3_000, 9_000);
    goOn();
    await paused.stop();
    expect(await other.query('SELECT id FROM counters')).to.deep.equal([{ id: 3 }]);
    await other.stop();
  });
});
