import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../../../../domain/decider.js';
import {
  type CommandHandler,
  type CommandHandlerOptions,
  createCommandHandler,
  HandlerBusy,
} from '../../../../platform/commandHandling/index.js';
import {
  connectEventStore,
  type EventStore,
  OutcomeUnknown,
} from '../../../../platform/eventStore/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import {
  type Add,
  add,
  type Added,
  context,
  counterDecider,
  counterShapes,
} from '../../../support/builders/counter.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../../support/servers/ownEventStore.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import { startTcpProxy } from '../../../support/servers/tcpProxy.js';

type Counter = CommandHandler<number, Add, Added>;

describe('Command handler', () => {
  it('returns the events, the state and the revision of the command itself', async () => {
    const id = randomUUID();
    const { handle } = handler();
    const [one, two] = await Promise.all([
      handle(id, add(1), context('first')),
      handle(id, add(2, { times: 2 }), context('second')),
    ]);

    expect(one).to.include({ state: 1, revision: 0 });
    expect(two).to.include({ state: 5, revision: 2 });
    expect(two.events.map(({ revision }) => revision)).to.deep.equal([1, 2]);
    const { events } = await eventStore.read(`counter-${id}`);
    expect(two.events.map(({ id: eventId }) => eventId)).to.deep.equal(
      events.slice(1).map(({ id: eventId }) => eventId),
    );
    expect(two.events[1]).to.include({ position: events[2]?.position, stream: `counter-${id}` });
    expect(events[2]?.metadata).to.deep.equal({
      $correlationId: 'second',
      $causationId: 'second',
      commandId: 'second',
      userId: null,
      requestId: null,
      traceparent: null,
      schemaVersion: 1,
    });
  });

  it('appends what waits in one write', async () => {
    const id = randomUUID();
    const { store, appends } = counting(eventStore);
    const { handle } = handler({ eventStore: store });
    await Promise.all(Array.from({ length: 100 }, () => handle(id, add(1), context())));

    expect(appends()).to.equal(1);
    expect(await sumOf(id)).to.equal(100);
  });

  it('rejects only those whom the rules refuse', async () => {
    const id = randomUUID();
    const { handle } = handler();
    const [yes, no, also] = await Promise.allSettled([
      handle(id, add(1), context()),
      handle(id, add(-9), context()),
      handle(id, add(1), context()),
    ]);

    expect(yes.status).to.equal('fulfilled');
    expect(no).to.have.property('reason').that.is.instanceOf(DomainError);
    expect(also.status).to.equal('fulfilled');
  });

  it('neither loses nor doubles a decision when two processes write to one stream', async () => {
    const id = randomUUID();
    const limit = 150;
    const handlers = [handler(), handler()];
    const results = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (handlers[index % 2] ?? handler()).handle(id, add(1, { limit }), context()),
      ),
    );

    expect(results.filter(({ events }) => events.length > 0)).to.have.length(limit);
    expect(await sumOf(id)).to.equal(limit);
    const revisions = results.flatMap(({ events }) => events.map(({ revision }) => revision));
    expect(new Set(revisions)).to.have.length(limit);
  });

  it('refuses on what others wrote, not on what it remembers', async () => {
    const id = randomUUID();
    const [mine, other] = [handler(), handler()];
    await mine.handle(id, add(1), context());
    await other.handle(id, add(5), context());
    const { state } = await mine.handle(id, add(-3), context());
    await other.handle(id, add(7), context());
    const nothing = await mine.handle(id, add(0), context());

    expect(state).to.equal(3);
    expect(nothing).to.deep.equal({ events: [], state: 10, revision: 3 });
  });

  it('trusts its memory where the decider says that it may', async () => {
    const id = randomUUID();
    const { store, reads } = counting(eventStore);
    const { handle } = handler({ eventStore: store, isFinalWithoutRead: () => true });
    await handle(id, add(1), context());
    const before = reads();
    await handle(id, add(0), context());

    expect(reads()).to.equal(before);
  });

  it('retries an append whose answer was lost, which the store takes for the same', async () => {
    const proxy = await startTcpProxy(node.port);
    const shaky = connectEventStore(`esdb://127.0.0.1:${proxy.port}?tls=false`, logger);
    const id = randomUUID();
    const { handle } = handler({ eventStore: shaky });
    await handle(id, add(1), context());
    proxy.loseNextAnswer();
    const results = await Promise.all([
      handle(id, add(2), context()),
      handle(id, add(3), context()),
    ]);

    expect(results.map(({ state }) => state)).to.deep.equal([3, 6]);
    expect(await sumOf(id)).to.equal(6);
    await shaky.stop();
    await proxy.stop();
  });

  it('says that the outcome is unknown when no retry gets through; the same command id tells it later', async () => {
    const id = randomUUID();
    const { store, loseAnswers } = losing(eventStore);
    const { handle } = handler({ eventStore: store });
    await handle(id, add(1), context());
    loseAnswers(true);
    const error = await rejectionOf(handle(id, add(2), context('tried later')));
    loseAnswers(false);
    const again = await handle(id, add(2), context('tried later'));

    expect(error).to.be.instanceOf(OutcomeUnknown);
    expect(again).to.include({ state: 3, revision: 1 });
    expect(await sumOf(id)).to.equal(3);
  }).timeout(20_000);

  it('is busy instead of letting a queue grow without bound', async () => {
    const id = randomUUID();
    const { handle } = handler({ maxInFlight: 10 });
    const results = await Promise.allSettled(
      Array.from({ length: 15 }, () => handle(id, add(1), context())),
    );
    const refused = results.filter((result) => result.status === 'rejected');

    expect(refused).to.have.length(5);
    expect(refused.every(({ reason }) => reason instanceof HandlerBusy)).to.equal(true);
    expect(await sumOf(id)).to.equal(10);
  });

  it('splits what is too large for one append', async () => {
    const id = randomUUID();
    const { handle } = handler();
    const ballast = 'x'.repeat(300_000);
    const results = await Promise.all(
      Array.from({ length: 8 }, () => handle(id, add(1, { ballast }), context())),
    );

    expect(results.map(({ revision }) => revision)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('loads from memory, or freshly, and remembers nothing of a stream that is missing', async () => {
    const id = randomUUID();
    const [mine, other] = [handler(), handler()];
    expect(await mine.load(id)).to.deep.equal({ state: 0, revision: 'no_stream' });
    await other.handle(id, add(1), context());
    expect(await mine.load(id)).to.deep.equal({ state: 1, revision: 0 });
    await other.handle(id, add(1), context());

    expect(await mine.load(id)).to.deep.equal({ state: 1, revision: 0 });
    expect(await mine.load(id, { fresh: true })).to.deep.equal({ state: 2, revision: 1 });
  });

  it('keeps a stream in memory until its state is finished, and decides on it after that', async () => {
    const id = randomUUID();
    const { store, reads } = counting(eventStore);
    const { handle, load } = handler({
      eventStore: store,
      startsStream: () => true,
      isFinished: (sum) => sum >= 3,
    });
    await handle(id, add(1), context());
    await handle(id, add(1), context());
    expect(reads()).to.equal(0);
    await Promise.all([handle(id, add(1), context()), handle(id, add(1), context())]);
    expect(reads()).to.equal(0);
    await setImmediate();

    expect((await load(id)).state).to.equal(4);
    expect(reads()).to.equal(1);
    expect(await handle(id, add(1), context())).to.include({ state: 5, revision: 4 });
    expect(await sumOf(id)).to.equal(5);
  });

  it('keeps no more states in memory than their weight allows, those used last', async () => {
    const { store, reads } = counting(eventStore);
    const { handle, load } = handler({
      eventStore: store,
      startsStream: () => true,
      cacheBytes: 100_000,
      bytesOf: (sum) => 10_000 * sum,
    });
    const ids = Array.from({ length: 10 }, () => randomUUID());
    for (const id of ids) await handle(id, add(4), context());
    await setImmediate();
    await load(ids.at(-1) ?? '');
    expect(reads()).to.equal(0);
    await load(ids[0] ?? '');

    expect(reads()).to.equal(1);
  });

  it('keeps a stream that was opened again while a read of its finished state was under way', async () => {
    const id = randomUUID();
    const { store, reads } = counting(eventStore);
    const { store: slow, letThrough } = holding(store);
    const { handle, load } = handler({ eventStore: slow, isFinished: (sum) => sum >= 3 });
    const first = handle(id, add(3), context());
    await letThrough();
    await first;
    const loads = [load(id, { fresh: true }), load(id, { fresh: true })];
    await letThrough();
    await loads[0];
    const reopening = handle(id, add(-1), context());
    await setImmediate();
    await letThrough();
    await loads[1];
    await letThrough();
    expect(await reopening).to.include({ state: 2 });
    const before = reads();

    expect(await handle(id, add(-1), context())).to.include({ state: 1 });
    expect(reads()).to.equal(before);
  });

  it('finishes what is under way when it stops, and takes nothing new', async () => {
    const id = randomUUID();
    const stopping = handler();
    const last = stopping.handle(id, add(1), context());
    const stopped = stopping.stop();
    const late = await rejectionOf(stopping.handle(id, add(1), context()));
    await stopped;

    expect(late).to.be.instanceOf(HandlerBusy);
    expect(await last).to.include({ state: 1 });
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let node: ConnectedEventStore;
  let eventStore: EventStore;

  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
  });

  after(() => node.stop());

  const handler = (options: Partial<CommandHandlerOptions<number, Add, Added>> = {}): Counter =>
    createCommandHandler({
      eventStore,
      decider: counterDecider,
      eventShapes: counterShapes,
      streamOf: (id) => `counter-${id}`,
      logger,
      ...options,
    });

  const sumOf = async (id: string): Promise<number> => {
    const { events } = await eventStore.read(`counter-${id}`);

    return events.reduce((sum, { data }) => sum + (data as Added['data']).amount, 0);
  };
});

const counting = (inner: EventStore) => {
  const counts = { appends: 0, reads: 0 };
  const store: EventStore = {
    ...inner,
    append: (...args) => {
      counts.appends += 1;

      return inner.append(...args);
    },
    read: (...args) => {
      counts.reads += 1;

      return inner.read(...args);
    },
  };

  return { store, appends: () => counts.appends, reads: () => counts.reads };
};

/** Reads wait until each is let through, in turn. */
const holding = (inner: EventStore) => {
  const held: (() => void)[] = [];
  const store: EventStore = {
    ...inner,
    read: async (...args) => {
      await new Promise<void>((resolve) => held.push(resolve));

      return inner.read(...args);
    },
  };

  return {
    store,
    letThrough: async (): Promise<void> => {
      while (held.length === 0) await setImmediate();
      held.shift()?.();
    },
  };
};

/** Writes, and never says so. */
const losing = (inner: EventStore) => {
  let isLosing = false;
  const store: EventStore = {
    ...inner,
    append: async (...args) => {
      const result = await inner.append(...args);
      if (isLosing) throw new OutcomeUnknown('The answer was lost');

      return result;
    },
  };

  return {
    store,
    loseAnswers: (lose: boolean) => {
      isLosing = lose;
    },
  };
};
