import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import { ProjectionHalted } from '../../../projections/projector/errors.js';
import { headOnceAt, requireSameLog } from '../../../projections/projector/sameLog.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../support/servers/ownEventStore.js';

describe('The log of a checkpoint', () => {
  it('is the same while its last event lies at its place', async () => {
    await requireSameLog(node.eventStore, { ...term, eventPosition: position, eventId });
    await requireSameLog(node.eventStore, { ...term, eventPosition: null, eventId: null });
  });

  it('is another when another event lies there, or none', async () => {
    for (const [at, found] of [
      [position, `event ${eventId}`],
      [position + 1n, 'no event'],
      [position + 1_000_000n, 'no event'],
    ] as const) {
      const lost = { ...term, eventPosition: at, eventId: randomUUID() };
      const error = await rejectionOf(requireSameLog(node.eventStore, lost));

      expect(error).to.be.instanceOf(ProjectionHalted);
      expect(error).to.match(new RegExp(`has ${found} there: it was restored from an older copy`));
    }
  });

  it('may be behind for a moment after an election', async () => {
    const heads = [5n, 7n, 9n, 11n];
    const follower = { headPosition: () => Promise.resolve(heads.shift() ?? 11n) };

    expect(await headOnceAt(follower, 9n, new AbortController().signal)).to.equal(9n);
  });

  const term = { name: 'main', epoch: 1, position: null };
  let node: ConnectedEventStore;
  let eventId: string;
  let position: bigint;

  before(async () => {
    node = await startConnectedEventStore();
    const event = toNewEvent(orderPlaced());
    eventId = event.id;
    ({ position } = await node.eventStore.append(orderStream(randomUUID()), [event], {
      expectedRevision: 'no_stream',
    }));
  });

  after(() => node.stop());
});
