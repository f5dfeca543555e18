import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { createCommandHandler } from '../../../../platform/commandHandling/index.js';
import type { EventStore } from '../../../../platform/eventStore/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { add, context, counterDecider, counterShapes } from '../../../support/builders/counter.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../../support/servers/ownEventStore.js';

describe('Command handler, on a stream that it does not know yet', () => {
  it('reads it once for all who come at the same time', async () => {
    const id = randomUUID();
    const writer = handler();
    for (let part = 0; part < 5; part += 1)
      await writer.handle(id, add(1, { times: 1_000 }), context());
    [reads, eventsRead] = [0, 0];
    const { handle, load } = handler();
    const loads = Array.from({ length: 200 }, () => load(id, { fresh: true }));
    const commands = Array.from({ length: 20 }, () => handle(id, add(1), context()));
    const loaded = await Promise.all(loads);
    await Promise.all(commands);

    for (const { state } of loaded) expect(state).to.be.at.least(5_000);
    expect(eventsRead).to.be.below(5_000 + 50);
    expect(reads).to.be.below(8);
  });

  it('shows everybody what was there when they asked', async () => {
    const id = randomUUID();
    const [mine, other] = [handler(), handler()];
    await other.handle(id, add(1), context());
    for (let sum = 2; sum < 30; sum += 1) {
      const before = mine.load(id, { fresh: true });
      await other.handle(id, add(1), context());
      const after = await mine.load(id, { fresh: true });
      await before;

      expect(after.state).to.equal(sum);
    }
  });

  it('drops what it remembers when the store holds other events there', async () => {
    const id = randomUUID();
    const { handle, load } = handler();
    await handle(id, add(1, { times: 3 }), context());
    await handler().handle(`${id}-restored`, add(10, { times: 2 }), context());
    await handler().handle(`${id}-restored`, add(10), context());
    isRestored = true;

    expect(await load(id, { fresh: true })).to.deep.equal({ state: 30, revision: 2 });
  });

  it('drops what it remembers when the store holds less', async () => {
    const id = randomUUID();
    const { handle, load } = handler();
    await handle(id, add(1, { times: 3 }), context());
    await handler().handle(`${id}-restored`, add(10), context());
    isRestored = true;

    expect(await load(id, { fresh: true })).to.deep.equal({ state: 10, revision: 0 });
  });

  let node: ConnectedEventStore;
  let eventStore: EventStore;
  let reads = 0;
  let eventsRead = 0;
  /** Whether another history lies in the place of the one that was written. */
  let isRestored = false;

  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
  });
  beforeEach(() => {
    [reads, eventsRead, isRestored] = [0, 0, false];
  });
  after(() => node.stop());

  const handler = () =>
    createCommandHandler({
      eventStore: { ...eventStore, read },
      decider: counterDecider,
      eventShapes: counterShapes,
      streamOf: (id) => `counter-${id}`,
      logger: createLogger({ name: 'test', level: 'silent' }),
    });

  const read: EventStore['read'] = async (stream, range) => {
    reads += 1;
    const result = await eventStore.read(isRestored ? `${stream}-restored` : stream, range);
    eventsRead += result.events.length;

    return result;
  };
});
