import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import {
  createIdempotentHandler,
  withCommandTimeout,
} from '../../../../platform/commandHandling/index.js';
import {
  Deadline,
  DeadlinePassed,
  pause,
  TimeoutError,
} from '../../../../platform/concurrency/index.js';
import type { EventStore } from '../../../../platform/eventStore/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import { add, context, counterDecider, counterShapes } from '../../../support/builders/counter.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../../support/servers/ownEventStore.js';

describe('Command handler: the deadline of a request', () => {
  let node: ConnectedEventStore;
  let eventStore: EventStore;
  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
    await eventStore.ping();
  });
  after(() => node.stop());

  const handlerOn = (store: EventStore) =>
    withCommandTimeout(
      createIdempotentHandler({
        eventStore: store,
        decider: counterDecider,
        eventShapes: counterShapes,
        streamOf: (id) => `counter-${id}`,
        logger: createLogger({ name: 'test', level: 'silent' }),
      }),
    );
  const within = (ms: number) => ({ ...context(), deadline: new Deadline(ms) });
  const amounts = async (id: string) =>
    (await eventStore.read(`counter-${id}`)).events.map(
      ({ data }) => (data as { amount: number }).amount,
    );

  it('drops what waited behind another append for longer, and nothing else of its batch', async () => {
    const id = randomUUID();
    const held = holdingAnswers(eventStore);
    const { handle } = handlerOn(held.store);
    const first = handle(id, add(1), context());
    await held.appended;
    const late = rejectionOf(handle(id, add(10), within(40)));
    const other = handle(id, add(100), context());

    // while the first has no answer yet
    expect(await late).to.be.instanceOf(DeadlinePassed);
    held.answer();
    expect(await first).to.include({ state: 1 });
    expect(await other).to.include({ state: 101 });
    expect(await amounts(id)).to.deep.equal([1, 100]);
  });

  it('leaves the outcome open once the append was sent, which goes on', async () => {
    const id = randomUUID();
    const held = holdingAnswers(eventStore);
    const { handle } = handlerOn(held.store);

    expect(await rejectionOf(handle(id, add(1), within(1_000)))).to.be.instanceOf(TimeoutError);
    await held.appended;
    expect(await amounts(id)).to.deep.equal([1]);
    held.answer();
  });

  it('sends nothing for a batch when the time of one is over, and decides again for the rest', async () => {
    const id = randomUUID();
    const { handle } = handlerOn(sendingAfter(eventStore, 60));
    const late = rejectionOf(handle(id, add(10), within(30)));
    const other = handle(id, add(100), within(5_000));

    expect(await late).to.be.instanceOf(DeadlinePassed);
    expect(await other).to.include({ state: 100 });
    expect(await amounts(id)).to.deep.equal([100]);
  });

  it('sends no append whose time was over before', async () => {
    const deadline = new Deadline(1_000);
    deadline.giveUp();
    const options = { expectedRevision: 'no_stream', deadline } as const;
    const refused = await rejectionOf(eventStore.append(`counter-${randomUUID()}`, [], options));

    expect(refused).to.be.instanceOf(DeadlinePassed);
  });
});

/** Appends at once, resolves `appended`, and says so to its caller once `answer` was called. */
const holdingAnswers = (inner: EventStore) => {
  let [answer, noteAppended] = [(): void => undefined, (): void => undefined];
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const appended = new Promise<void>((resolve) => (noteAppended = resolve));
  const store: EventStore = {
    ...inner,
    append: async (...args) => {
      const result = await inner.append(...args);
      noteAppended();
      await answered;

      return result;
    },
  };

  return { store, appended, answer };
};

const sendingAfter = (inner: EventStore, ms: number): EventStore => ({
  ...inner,
  append: async (...args) => {
    await pause(ms);

    return inner.append(...args);
  },
});
