import { expect } from 'chai';
import knexPkg from 'knex';
import { migrationSource } from '../../migrations/index.js';
import { migrate } from '../../migrations/migrate.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { freshDatabase } from '../support/servers/postgres.js';

describe('Migrations', () => {
  it('make the tables of every owner', async () => {
    expect(await tablesOf(await freshDatabase())).to.deep.equal([
      'auth.revoked_sessions',
      'auth.sessions',
      'auth.signing_keys',
      'auth.users',
      'messaging.catalogue_feed',
      'messaging.outbox',
      'messaging.pruned_days',
      'messaging.published',
      'messaging.published_other',
      'messaging.quarantined_messages',
      'notify.cursors',
      'notify.notifications',
      'orders.open_placements',
      'projection.checkpoints',
      'projection.parked_events',
      'projection.snapshot_parts',
      'projection.snapshots',
      'read.order_items',
      'read.orders',
      'read.products',
    ]);
  });

  it('run once, however many processes start together', async () => {
    const url = await freshDatabase({ migrated: false });
    const ran = await Promise.all([migrate(url), migrate(url), migrate(url)]);

    expect(ran.flat()).to.deep.equal(await migrationSource.getMigrations([]));
    expect(await migrate(url)).to.deep.equal([]);
  });

  it('run although a killed process has left its lock behind', async () => {
    const url = await freshDatabase();
    const database = connectDatabase({ url, logger });
    await database.query('UPDATE knex_migrations_lock SET is_locked = 1');
    await database.stop();

    expect(await migrate(url)).to.deep.equal([]);
  });

  it('have names without extension, so that sources and build are the same to knex', async () => {
    for (const name of await migrationSource.getMigrations([]))
      expect(name).to.match(/^\d{14}_[a-z_]+$/);
  });

  it('can be taken back', async () => {
    const url = await freshDatabase();
    const knex = knexPkg({ client: 'pg', connection: url });
    await knex.migrate.rollback({ migrationSource }, true);
    await knex.destroy();

    expect(await tablesOf(url)).to.deep.equal([]);
  });

  it('resume from the last message of the outbox where an older release has left a checkpoint', async () => {
    const url = await freshDatabase();
    const knex = knexPkg({ client: 'pg', connection: url });
    await knex.migrate.down({ migrationSource, name: '20261127080000_add_event_position' });
    await knex.raw(checkpointsOfAnOlderRelease);
    await knex.migrate.latest({ migrationSource });
    const { rows } = await knex.raw<{ rows: object[] }>(
      'SELECT name, position, event_position FROM projection.checkpoints ORDER BY name',
    );
    await knex.destroy();

    expect(rows).to.deep.equal([{ name: 'main', position: '900', event_position: '700' }]);
  });
});

const checkpointsOfAnOlderRelease = `
  INSERT INTO projection.checkpoints (name, position, epoch, store_id)
  VALUES ('main', 900, 1, gen_random_uuid());
  INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
  SELECT position, 0, gen_random_uuid(), 'order.created', 'key', '{}', '{}'
  FROM unnest(ARRAY[500, 700]) AS position`;

const logger = createLogger({ name: 'test', level: 'silent' });

const tablesOf = async (url: string): Promise<string[]> => {
  const database = connectDatabase({ url, logger });
  const rows = await database.query<{ name: string }>(
    `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables
     WHERE table_schema NOT IN ('public', 'pg_catalog', 'information_schema') ORDER BY 1`,
  );
  await database.stop();

  return rows.map(({ name }) => name);
};
