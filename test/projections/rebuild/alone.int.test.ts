import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import { AlreadyRunning } from '../../../platform/postgres/index.js';
import { SwapRefused } from '../../../projections/rebuild/swapBound.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { orderPlaced } from '../../support/builders/storyEvents.js';
import { useRebuild } from './rebuildFixture.js';

describe('Rebuilds of one database', function () {
  this.timeout(30_000);

  it('run one at a time: a second one ends at once and changes nothing', async () => {
    const before = await outline();
    const ends = await Promise.allSettled([run(), run(), run()]);
    const refused = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as unknown] : [],
    );

    expect(refused).to.have.length(2);
    for (const reason of refused) {
      expect(reason).to.be.instanceOf(AlreadyRunning);
      expect(reason).to.match(/Another rebuild runs on this database/);
    }
    expect(await countOf('orders')).to.equal(1);
    expect(await outline()).to.equal(before);
    expect((await run()).swapped).to.equal(true);
  });

  it('begin by removing what dead ones have left', async () => {
    for (const schema of ['rebuild', 'rebuild_0badc0de']) {
      await database().query(`CREATE SCHEMA ${schema}`);
      await database().query(`CREATE TABLE ${schema}.orders (order_id uuid)`);
    }
    await run();

    expect(await schemas()).to.deep.equal([]);
  });

  it('keep owner and grants of the live tables', async () => {
    const reader = `reader_${randomUUID().slice(0, 8)}`;
    await database().query(`CREATE ROLE ${reader}`);
    await database().query(`GRANT SELECT ON read.orders TO ${reader} WITH GRANT OPTION`);
    await database().query(`GRANT UPDATE (name) ON read.products TO ${reader}`);
    const before = await outline();
    await run();

    expect(before).to.contain(reader);
    expect(await outline()).to.equal(before);
    await database().query(`DROP OWNED BY ${reader}`);
    await database().query(`DROP ROLE ${reader}`);
  });

  it('leave a view on a live table alone, and swap nothing then', async () => {
    await database().query('CREATE VIEW public.report AS SELECT order_id FROM read.orders');

    expect(await rejectionOf(run())).to.match(/other objects depend on it/);
    expect(await database().query('SELECT * FROM public.report')).to.have.length(1);
    expect(await schemas()).to.deep.equal([]);
  });

  it('refuse to empty a table unless they are told to', async () => {
    await database().query('TRUNCATE read.orders, read.order_items');
    const id = randomUUID();
    await database().query(
      `INSERT INTO read.orders SELECT * FROM json_populate_record(NULL::read.orders, $1::json)`,
      [JSON.stringify(strayOrder(id))],
    );
    await forgetOrders();
    const error = await rejectionOf(run({ names: ['orders'] }));

    expect(error).to.be.instanceOf(SwapRefused);
    expect(error).to.match(/read.orders has 1 rows and would have 0.*--accept-differences/);
    expect(await countOf('orders')).to.equal(1);
    expect((await run({ names: ['orders'], onlyCheck: true })).swapped).to.equal(false);
    await run({ names: ['orders'], acceptDifferences: true });
    expect(await countOf('orders')).to.equal(0);
  });

  it('refuse to change more than 100 rows and a tenth, unless they are told to', async () => {
    for (let order = 0; order < 110; order += 1) {
      const id = randomUUID();
      await append(orderStream(id), [orderPlaced(id)]);
    }
    await projected();
    await database().query(`UPDATE read.orders SET reason = 'wrong'`);
    const error = await rejectionOf(run());

    expect(error).to.be.instanceOf(SwapRefused);
    expect((error as SwapRefused).differences[1]).to.include({ changed: 111 });
    await run({ acceptDifferences: true });
    expect(await database().query('SELECT 1 FROM read.orders WHERE reason IS NOT NULL')).to.be
      .empty;
  });

  const fixture = useRebuild();
  const { database, run, outline, schemas, append, projected } = fixture;

  /** As if the event store held none: the checkpoint lies before the first one. */
  const forgetOrders = async (): Promise<void> => {
    await fixture.stopProjector();
    await database().query(
      'UPDATE projection.checkpoints SET position = $1, event_position = NULL',
      [fixture.firstPosition().toString()],
    );
  };

  const countOf = async (table: string): Promise<unknown> =>
    (await database().query(`SELECT count(*) AS rows FROM read.${table}`))[0]?.['rows'];
});

const strayOrder = (id: string) => ({
  order_id: id,
  user_id: id,
  status: 'PENDING',
  inventory_status: 'PENDING',
  total_amount: 1,
  currency: 'EUR',
  idempotency_key: id,
  request_fingerprint: id,
  message: '',
  revision: 0,
  created_at: '2026-11-27T09:00:00Z',
  updated_at: '2026-11-27T09:00:00Z',
});
