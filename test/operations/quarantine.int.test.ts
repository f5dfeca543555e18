import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { silent } from '../support/clients/messaging.js';
import { freshDatabase } from '../support/servers/postgres.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('The command about quarantine', () => {
  it('lists nothing where nothing waits', async () => {
    expect(await run('quarantine', 'list')).to.deep.equal({ code: 0, out: '', err: '' });
  });

  it('lists what waits in each of the three places, and shows it with its content', async () => {
    await quarantineAll();
    const { out } = await run('quarantine', 'list');
    const lines = out.trim().split('\n');

    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).to.deep.equal([
      'event:7',
      'outbox:9.1',
      'message:1',
    ]);
    expect(lines[0]).to.include('"error":"has no reader"').and.include('"stream":"order-1"');
    for (const [id, content] of [
      ['event:7', '"quantity": 3'],
      ['outbox:9.1', '"payload"'],
      ['message:1', 'the value'],
      ['message:1', 'traceparent'],
    ] as const)
      expect((await run('quarantine', 'show', id)).out).to.include(content);
  });

  it('has one tried again, or all', async () => {
    await quarantineAll();
    expect((await run('quarantine', 'retry', 'event:7')).out).to.include('event:7 is tried');
    expect(await dueCount()).to.equal(1);
    expect((await run('quarantine', 'retry', '--all')).code).to.equal(0);
    expect(await dueCount()).to.equal(3);
  });

  it('skips one with a reason, which is kept, and only once', async () => {
    await quarantineAll();
    const skip = ['skip', 'message:1', '--reason', 'a test message'];
    expect((await run('quarantine', ...skip)).code).to.equal(0);
    expect((await run('projections', 'skip', '7', '--reason', 'no gift')).code).to.equal(0);
    expect((await run('quarantine', ...skip)).err).to.match(/message:1 does not wait/);

    const reasons = await database.query(
      `SELECT skip_reason FROM projection.parked_events
       UNION ALL SELECT skip_reason FROM messaging.quarantined_messages`,
    );
    expect(reasons.map((row) => row['skip_reason'])).to.deep.equal(['no gift', 'a test message']);
  });

  it('refuses what names nothing, and a skip without a reason', async () => {
    for (const id of ['event:1', 'outbox:1.0'])
      expect((await run('quarantine', 'show', id)).err).to.match(/does not wait in quarantine/);
    for (const id of ['outbox:1', 'letter:1'])
      expect((await run('quarantine', 'retry', id)).err).to.match(/names nothing in quarantine/);
    for (const args of [['skip', 'event:7', '--reason', ' '], ['burn']]) {
      const { code, out } = await run('quarantine', ...args);
      expect(code).to.equal(1);
      expect(out).to.include('npm run quarantine -- list');
    }
    expect((await run('quarantine', '--help')).code).to.equal(0);
  });

  let database: Database;

  beforeEach(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger: silent });
  });
  afterEach(() => database.stop());

  const run = async (command: string, ...args: readonly string[]) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', `operations/${command}.ts`, ...args],
      {
        cwd: root,
        env: { ...process.env, DATABASE_URL: database.url },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);

    return { code, out, err };
  };

  const quarantineAll = () =>
    database.query(
      `WITH event AS (
         INSERT INTO projection.parked_events (projection, position, stream, revision, event_id,
           type, event, error, retry_at)
         VALUES ('main', 7, 'order-1', 0, gen_random_uuid(), 'OrderPlaced',
           '{"data":{"quantity":3}}', 'has no reader', 'infinity')
       ), row AS (
         INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload,
           last_error)
         VALUES (9, 1, gen_random_uuid(), 'order.status', 'k', '{}', '{}', 'too large')
       )
       INSERT INTO messaging.quarantined_messages (group_id, topic, partition, "offset",
         record_time, key, value, headers, state, error, retry_at)
       VALUES ('orders', 'inventory.result', 0, 4, 0, 'k', 'the value',
         '[["dHJhY2VwYXJlbnQ=", ["eA=="]]]', 'undecided', 'bug',
         'infinity')`,
    );

  const dueCount = async (): Promise<unknown> =>
    (
      await database.query(
        `SELECT (SELECT count(*) FROM projection.parked_events WHERE retry_at <= now())
           + (SELECT count(*) FROM messaging.outbox WHERE last_error IS NULL)
           + (SELECT count(*) FROM messaging.quarantined_messages WHERE retry_at <= now())
           AS count`,
      )
    )[0]?.['count'];
});
