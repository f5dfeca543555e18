import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { endedSessions } from '../../../../services/auth/sessions/endedSessions.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

describe('sessions that are over', () => {
  let database: Database;

  beforeEach(async () => {
    const url = await freshDatabase();
    database = connectDatabase({ url, logger: silent, queryTimeoutMs: 60_000 });
    await database.query(
      `INSERT INTO auth.users (id, email, password_hash) VALUES ($1, 'a@example.com', '')`,
      [userId],
    );
  });

  afterEach(() => database.stop());

  it('are deleted with all their tokens a day after the last has expired', async () => {
    await session(-9, -5, -1.5);
    await session(-2);

    expect(await remove()).to.equal(4);
    expect(await rows()).to.equal(0);
  });

  it('stay with their used tokens while one token lasts, or lasted a day ago', async () => {
    await session(-9, -5, 3);
    await session(-9, -0.5);
    const task = endedSessions(database, { batchSize: 2 });

    expect(await task.remove(signal)).to.equal(0);
    await database.query(`UPDATE auth.sessions SET expires_at = expires_at - interval '1 day'
                          WHERE expires_at > now() - interval '1 day'`);
    expect(await task.remove(signal)).to.equal(2);
    expect(await rows()).to.equal(3);
  });

  it('are deleted in batches, also a session that is larger than a batch', async () => {
    await session(...Array.from({ length: 25 }, (_, index) => -3 - index / 10));
    await session(-2);
    await session(5);

    expect(await endedSessions(database, { batchSize: 10 }).remove(signal)).to.equal(26);
    expect(await rows()).to.equal(1);
  });

  it('are found among many by the index: no statement takes long', async function () {
    this.timeout(120_000);
    await database.query(
      `INSERT INTO auth.sessions (token_hash, session_id, user_id, parent_hash, expires_at)
       SELECT sha256(n::text::bytea), md5((n / 10)::text)::uuid, $1,
         CASE WHEN n % 10 > 0 THEN sha256((n - 1)::text::bytea) END,
         now() + (n % 10 - CASE WHEN n % 100 < 10 THEN 20 ELSE 5 END) * interval '1 day'
       FROM generate_series(0, 199999) AS n`,
      [userId],
    );
    await database.query('ANALYZE auth.sessions');
    let slowest = 0;
    const timed: Pick<Database, 'query'> = {
      query: async (statement, values) => {
        const start = performance.now();
        const found = await database.query(statement, values);
        slowest = Math.max(slowest, performance.now() - start);

        return found as never;
      },
    };

    expect(await endedSessions(timed).remove(signal)).to.equal(20_000);
    expect(await rows()).to.equal(180_000);
    expect(slowest).to.be.below(1_000);
  });

  const { signal } = new AbortController();

  const remove = (): Promise<number> => endedSessions(database).remove(signal);

  const rows = async (): Promise<unknown> =>
    (await database.query('SELECT count(*) FROM auth.sessions'))[0]?.['count'];

  /** A session with tokens that expire in so many days. */
  const session = async (...days: readonly number[]): Promise<void> => {
    await database.query(
      `INSERT INTO auth.sessions (token_hash, session_id, user_id, expires_at)
       SELECT sha256(gen_random_uuid()::text::bytea), $1, $2, now() + day * interval '1 day'
       FROM unnest($3::float[]) AS day`,
      [randomUUID(), userId, days],
    );
  };
});

const userId = randomUUID();
