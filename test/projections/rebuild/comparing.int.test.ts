import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import type { Database, Queryable } from '../../../platform/postgres/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { orderPlaced } from '../../support/builders/storyEvents.js';
import { useRebuild } from './rebuildFixture.js';

describe('A rebuild that compares', function () {
  this.timeout(30_000);

  it('lets the projector go on, and sees what that has written meanwhile', async () => {
    const id = randomUUID();
    const ran = await run({
      database: whenFirstComparing(async () => {
        await append(orderStream(id), [orderPlaced(id)]);
        await projected();
      }),
    });

    expect(ran.differences.map(({ rows }) => rows)).to.deep.equal([1, 2, 2]);
    expect(ran.differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
    expect(await orders()).to.include(id);
  });

  it('can swap nothing when it was paused until another one had its lock', async () => {
    const before = await outline();
    const late = run({
      database: whenFirstComparing(async () => {
        await database().query(
          `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        );
        expect((await run()).swapped).to.equal(true);
      }),
    });

    expect(await rejectionOf(late)).to.match(/does not exist/);
    expect(await orders()).to.have.length(1);
    expect(await outline()).to.equal(before);
    expect(await schemas()).to.deep.equal([]);
  });

  const { database, run, outline, schemas, append, projected } = useRebuild();

  /** The database, which does something before the first statement that compares two tables. */
  const whenFirstComparing = (work: () => Promise<void>): Database => {
    let isOver = false;
    const interrupted = <Q extends Queryable>(queryable: Q): Q => ({
      ...queryable,
      query: async (statement, values) => {
        const isComparison = typeof statement === 'string' && statement.includes('FULL JOIN');
        if (isComparison && !isOver) {
          isOver = true;
          await work();
        }

        return queryable.query(statement, values);
      },
    });
    const whole = interrupted(database());

    return {
      ...whole,
      transaction: (inside) => database().transaction((client) => inside(interrupted(client))),
    };
  };

  const orders = async (): Promise<unknown[]> =>
    (await database().query('SELECT order_id FROM read.orders')).map(({ order_id: id }) => id);
});
