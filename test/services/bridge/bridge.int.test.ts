import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { partitionOf } from '../../../platform/messaging/index.js';
import { nodeCommand } from '../../../platform/process/index.js';
import { pause, until } from '../../support/clients/kafkaClients.js';
import { closeMessaging, closing } from '../../support/clients/messaging.js';
import {
  addRows,
  bridgeVariables,
  drained,
  firstsByKey,
  openBridge,
  openBridgeFixture,
  openRelay,
  recordsOf,
  topic,
  unpublished,
  type BridgeFixture,
  type NewRow,
} from './bridgeFixture.js';

describe('bridge', function () {
  this.timeout(120_000);

  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await openBridgeFixture();
  });

  afterEach(closeMessaging);

  it('publishes rows with their headers and notes where the broker put them', async () => {
    const rows = rowsOf(40, 8);
    await openBridge(fixture);
    await addRows(fixture, rows);
    await drained(fixture);

    const records = await recordsOf(fixture);
    const marked = await fixture.database.query(
      `SELECT 'event-' || position AS id, key, partition, "offset", attempts
       FROM messaging.published ORDER BY position`,
    );
    const left = await fixture.database.query('SELECT FROM messaging.outbox');

    expect(records).to.have.length(40);
    expect(left).to.deep.equal([]);
    expect(marked).to.deep.equal(
      rows.map(({ position, key }) => {
        const record = records.find(({ id }) => id === `event-${position}`);

        return {
          id: `event-${position}`,
          key,
          partition: partitionOf(key),
          offset: Number(record?.offset),
          attempts: 1,
        };
      }),
    );
  });

  it('chooses the partition by what the row says, and by its key where it says nothing', async () => {
    const rows = rowsOf(12, 6).map((row) => ({
      ...row,
      ...(row.position % 2 === 0 && { partitionKey: 'one product' }),
    }));
    await openBridge(fixture);
    await addRows(fixture, rows);
    await drained(fixture);

    const marked = await fixture.database.query(
      'SELECT position::integer, key, partition FROM messaging.published ORDER BY position',
    );
    expect(marked).to.deep.equal(
      rows.map(({ position, key }) => ({
        position,
        key,
        partition: partitionOf(position % 2 === 0 ? 'one product' : key),
      })),
    );
  });

  it('relays on a notification, and without one by polling', async () => {
    await openBridge(fixture);
    await addRows(fixture, [{ position: 1, key: 'a' }]);
    await drained(fixture);

    const notified: number[] = [];
    for (let position = 2; position < 7; position += 1)
      notified.push(await timeOf(() => addRows(fixture, [{ position, key: 'a' }])));
    const polled = await timeOf(() =>
      addRows(fixture, [{ position: 7, key: 'a' }], { silently: true }),
    );

    // each would wait for a second of its own
    expect(Math.min(...notified)).to.be.below(300);
    // sooner than rows that come late are looked for
    expect(polled).to.be.below(4_500);
  });

  it('finds a row that came late, before the row up to which it has read', async () => {
    await openBridge(fixture);
    await addRows(fixture, [{ position: 100, key: 'one' }]);
    await drained(fixture);
    await addRows(fixture, [{ position: 50, key: 'other' }], { silently: true });
    await drained(fixture, 5_000);

    expect(await recordsOf(fixture)).to.have.length(2);
  });

  it('keeps the order of every key over many batches', async () => {
    const rows = rowsOf(3_000, 12);
    for (let at = 0; at < rows.length; at += 1_000)
      await addRows(fixture, rows.slice(at, at + 1_000));
    await openBridge(fixture);
    await drained(fixture);

    const records = await recordsOf(fixture);

    expect(records).to.have.length(3_000);
    expect(firstsByKey(records)).to.deep.equal(positionsByKey(rows));
  });

  it('quarantines a row that is too large; its key waits, the others go on', async () => {
    const huge = 'x'.repeat(2_000_000);
    await openBridge(fixture);
    await addRows(fixture, [
      { position: 1, key: 'a' },
      { position: 2, key: 'a', payload: huge },
      { position: 3, key: 'a' },
      ...rowsOf(20, 5, 4),
    ]);
    await until(async () => (await unpublished(fixture)) === 2, 'all others');
    await pause(300);

    const left = await fixture.database.query(
      `SELECT position, last_error FROM messaging.outbox WHERE published_at IS NULL ORDER BY 1`,
    );
    expect(left.map((row) => row['position'])).to.deep.equal([2, 3]);
    expect(left[0]?.['last_error']).to.be.a('string').and.match(/large/i);
    expect(left[1]?.['last_error']).to.equal(null);
  });

  it('keeps a key in quarantine after a restart, and releases it once the row is repaired', async () => {
    await addRows(fixture, [
      { position: 1, key: 'a', payload: 'x'.repeat(2_000_000) },
      { position: 2, key: 'a' },
    ]);
    const first = await openBridge(fixture);
    await until(async () => (await quarantined()) === 1, 'the quarantine');
    await first.stop();
    const second = await openBridge(fixture);
    await pause(1_500);
    expect(await unpublished(fixture)).to.equal(2);
    await second.stop();

    await fixture.database.query(
      `UPDATE messaging.outbox SET payload = '{"position":1}', last_error = NULL WHERE position = 1`,
    );
    await openBridge(fixture);
    await drained(fixture);

    expect(firstsByKey(await recordsOf(fixture)).get('a')).to.deep.equal([1, 2]);
  });

  it('publishes rows that come late to an earlier place, while others come without end', async () => {
    await addRows(fixture, rowsOf(20, 5, 1_000));
    await openBridge(fixture);
    await drained(fixture);
    const ending = new AbortController();
    const busy = (async () => {
      for (let position = 2_000; !ending.signal.aborted; position += 1) {
        await addRows(fixture, [{ position, key: 'busy' }]);
        await pause(50);
      }
    })();
    await addRows(fixture, [{ position: 7, key: 'late' }], { silently: true });
    await until(
      async () =>
        (await fixture.database.query('SELECT FROM messaging.outbox WHERE position = 7')).length ===
        0,
      'the late row',
      15_000,
    );
    ending.abort();
    await busy;
  });

  it('publishes in order what was written while the broker was away', async () => {
    const rows = rowsOf(60, 6);
    await openBridge(fixture);
    await addRows(fixture, rows.slice(0, 20));
    await drained(fixture);

    await fixture.broker.stop();
    await addRows(fixture, rows.slice(20, 40));
    await pause(1_500);
    await addRows(fixture, rows.slice(40));
    expect(await unpublished(fixture)).to.equal(40);
    await fixture.broker.start();
    await drained(fixture, 30_000);

    expect(firstsByKey(await recordsOf(fixture))).to.deep.equal(positionsByKey(rows));
  });

  it('repeats, and loses nothing, when it ends between the send and the mark', async () => {
    const rows = rowsOf(30, 4);
    await addRows(fixture, rows);
    let lost = 0;
    const broken = openRelay(fixture, {
      mutate: (outbox) => ({
        ...outbox,
        markAndSelect: (published, next) => {
          if (published.length === 0) return outbox.markAndSelect(published, next);
          lost += 1;

          return Promise.reject(new Error('the answer was lost'));
        },
      }),
    });
    await until(() => lost > 0, 'a mark');
    await pause(500);
    await broken.stop();
    expect(await unpublished(fixture)).to.equal(30);

    await openBridge(fixture);
    await drained(fixture);
    const records = await recordsOf(fixture);

    expect(records.length).to.be.above(30);
    expect(firstsByKey(records)).to.deep.equal(positionsByKey(rows));
  });

  it('loses and reorders nothing when it is killed again and again', async () => {
    const rows = rowsOf(1_500, 10);
    const adding = (async () => {
      for (let at = 0; at < rows.length; at += 50) {
        await addRows(fixture, rows.slice(at, at + 50));
        await pause(80);
      }
    })();

    for (let kill = 0; kill < 3; kill += 1) {
      const child = await spawnBridge(fixture);
      await pause(300);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await adding;
    await openBridge(fixture);
    await drained(fixture);

    expect(firstsByKey(await recordsOf(fixture))).to.deep.equal(positionsByKey(rows));
  });

  it('has one leader; another takes over when that one stops', async () => {
    const first = await openBridge(fixture);
    await openBridge(fixture);
    await addRows(fixture, [{ position: 1, key: 'a' }]);
    await drained(fixture);

    await first.stop();
    await addRows(fixture, [{ position: 2, key: 'a' }]);
    await drained(fixture);

    expect((await recordsOf(fixture)).map(({ position }) => position)).to.deep.equal([1, 2]);
  });

  it('does no harm as a zombie: paused, replaced, and resumed', async () => {
    const rows = rowsOf(400, 6);
    const zombie = await spawnBridge(fixture);
    await addRows(fixture, rows.slice(0, 100));
    await until(async () => (await unpublished(fixture)) < 100, 'it to work');

    zombie.kill('SIGSTOP');
    await fixture.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await openBridge(fixture);
    await addRows(fixture, rows.slice(100, 300));
    await drained(fixture);
    zombie.kill('SIGCONT');
    await addRows(fixture, rows.slice(300));
    await drained(fixture);
    await pause(1_000);

    expect(firstsByKey(await recordsOf(fixture))).to.deep.equal(positionsByKey(rows));
  });

  it('leaves when a send outlives its timeout, and sends nothing beside it', async () => {
    const lost: Error[] = [];
    const before = openRelay(fixture, {});
    await addRows(fixture, [{ position: 1, key: 'a' }]);
    await drained(fixture);
    await before.stop();

    await fixture.broker.stop();
    // sooner than the client gives up by itself
    openRelay(fixture, { onSendTimeout: (error) => lost.push(error), timeoutMs: 300 });
    await addRows(fixture, [{ position: 2, key: 'a' }], { silently: true });
    await until(() => lost.length > 0, 'the report');
    await pause(500);

    expect(lost.map(({ name }) => name)).to.deep.equal(['TimeoutError']);
    expect(await unpublished(fixture)).to.equal(1);
    await fixture.broker.start();
  });

  it('serves its readiness and its metrics', async () => {
    const { url } = await openBridge(fixture);
    const ready = await fetch(`${url ?? ''}/ready`);
    await fixture.broker.stop();
    await addRows(fixture, [{ position: 1, key: 'a' }]);
    const metrics = await (await fetch(`${url ?? ''}/metrics`)).text();

    expect(ready.status).to.equal(200);
    expect(metrics).to.match(/quicksale_outbox_messages\{.*\} 1\n/);
    expect(metrics).to.match(/quicksale_outbox_oldest_seconds\{.*\} \d\.\d+\n/);
    expect(metrics)
      .to.include('quicksale_bridge_quarantined_keys')
      .and.include('quicksale_bridge_messages_in_flight');
  });

  const quarantined = async (): Promise<number> =>
    (
      await fixture.database.query(
        'SELECT FROM messaging.outbox WHERE topic = $1 AND last_error IS NOT NULL',
        [topic],
      )
    ).length;

  const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    await drained(fixture);

    return performance.now() - start;
  };
});

const rowsOf = (count: number, keys: number, from = 1): NewRow[] => {
  const names = Array.from({ length: keys }, () => randomUUID());

  return Array.from({ length: count }, (_, index) => ({
    position: from + index,
    key: names[index % keys] ?? '',
  }));
};

const positionsByKey = (rows: readonly NewRow[]): Map<string, number[]> => {
  const positions = new Map<string, number[]>();
  for (const { key, position } of rows)
    positions.set(key, [...(positions.get(key) ?? []), position]);

  return positions;
};

const spawnBridge = async (fixture: BridgeFixture): Promise<ChildProcess> => {
  const main = new URL('../../../services/bridge/main.ts', import.meta.url);
  const { command, args } = nodeCommand(main);
  const child = spawn(command, args, {
    env: { ...process.env, ...bridgeVariables(fixture) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closing({
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  });
  for await (const line of createInterface({ input: child.stdout })) if (line !== '') break;

  return child;
};
