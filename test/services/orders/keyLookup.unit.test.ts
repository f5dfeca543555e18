import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { Deadline, DeadlinePassed, pause } from '../../../platform/concurrency/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { createKeyLookup } from '../../../services/orders/readSide/keyLookup.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

describe('The look-up of a key', () => {
  const slowDatabase = (ms: number) =>
    ({
      query: async () => {
        await pause(ms);

        return [];
      },
    }) as unknown as Queryable;

  /** A read model that comes to the end of the log after so many questions. */
  const lateDatabase = (questions: number) => {
    let count = 0;
    const query = () => {
      count += 1;

      return Promise.resolve([{ ids: [], open: [], position: count > questions ? '1' : '0' }]);
    };

    return { query } as unknown as Queryable;
  };

  /** Nothing is known of the order, so that its stream would have to be read. */
  const start = (database: Queryable) => {
    let reads = 0;
    const eventStore = {
      headPosition: () => Promise.resolve(1n),
      read: () => {
        reads += 1;

        return Promise.resolve({ events: [], revision: 'no_stream' });
      },
    } as unknown as EventStore;
    const keys = createKeyLookup({
      database,
      eventStore,
      placements: { isOpen: () => false },
    });

    return { ...keys, reads: () => reads };
  };

  it('reads no stream when the time of the request is over by then', async () => {
    const { find, reads } = start(slowDatabase(40));

    expect(await rejectionOf(find(randomUUID(), new Deadline(20)))).to.be.instanceOf(
      DeadlinePassed,
    );
    expect(reads()).to.equal(0);
  });

  it('reads it in time, and without a deadline', async () => {
    const { find, reads } = start(slowDatabase(1));
    await find(randomUUID(), new Deadline(5_000));
    await find(randomUUID());

    expect(reads()).to.equal(2);
  });

  it('reads the streams of a few while the read model is behind, and of many when it stays so', async () => {
    const behind = start(lateDatabase(Infinity));
    const lookUp = (count: number) =>
      Promise.all(Array.from({ length: count }, () => behind.find(randomUUID())));
    await lookUp(5);
    expect(behind.reads()).to.equal(5);
    await lookUp(100);

    expect(behind.reads()).to.equal(105);
  });

  it('waits for the read model when there are many, instead of reading their streams', async () => {
    const { find, reads } = start(lateDatabase(3));
    const states = await Promise.all(Array.from({ length: 100 }, () => find(randomUUID())));

    expect(states).to.deep.equal(Array.from({ length: 100 }, () => ({ kind: 'free' })));
    expect(reads()).to.equal(0);
  });
});
