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

  /** Nothing is known of the order, so that its stream would have to be read. */
  const start = (databaseMs: number) => {
    let reads = 0;
    const eventStore = {
      headPosition: () => Promise.resolve(1n),
      read: () => {
        reads += 1;

        return Promise.resolve({ events: [], revision: 'no_stream' });
      },
    } as unknown as EventStore;
    const keys = createKeyLookup({
      database: slowDatabase(databaseMs),
      eventStore,
      placements: { isOpen: () => false },
    });

    return { ...keys, reads: () => reads };
  };

  it('reads no stream when the time of the request is over by then', async () => {
    const { find, reads } = start(40);

    expect(await rejectionOf(find(randomUUID(), new Deadline(20)))).to.be.instanceOf(
      DeadlinePassed,
    );
    expect(reads()).to.equal(0);
  });

  it('reads it in time, and without a deadline', async () => {
    const { find, reads } = start(1);
    await find(randomUUID(), new Deadline(5_000));
    await find(randomUUID());

    expect(reads()).to.equal(2);
  });
});
