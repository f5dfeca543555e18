import { expect } from 'chai';
import { appendWithRetry } from '../../../platform/commandHandling/handler/appendWithRetry.js';
import {
  connectEventStore,
  type EventStore,
  OutcomeUnknown,
} from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import type { NodeState } from '../../support/servers/eventStoreCluster/nodeState.js';
import { startEventStoreCluster } from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import { newEvent, newStream } from './clusterFixture.js';

describe('Appends', function () {
  this.timeout(60_000);
  let eventStore: EventStore;
  let stop: () => Promise<void>;
  let states: readonly NodeState[];

  beforeEach(async () => {
    const cluster = await startEventStoreCluster();
    states = cluster.nodes.map(({ state }) => state);
    eventStore = connectEventStore(cluster.url, createLogger({ name: 'test', level: 'silent' }));
    stop = async () => {
      await eventStore.stop();
      await cluster.stop();
    };
  });

  afterEach(() => stop());

  const append = () =>
    eventStore.append(newStream(), [newEvent()], { expectedRevision: 'no_stream' });

  it('open another call when the server has ended theirs without an error', async () => {
    for (const state of states) state.endsCallWith = 2;
    const outcomes = [];
    for (let count = 0; count < 7; count += 1)
      outcomes.push(await append().catch((error: unknown) => error));
    const failed = outcomes.filter((outcome) => outcome instanceof Error);

    expect(failed.every((error) => error instanceof OutcomeUnknown)).to.equal(true);
    expect(failed.length).to.be.lessThan(7 / 2);
  });

  it('open another call when theirs gets no answers, and the server is well', async () => {
    for (const state of states) state.silentCalls = 1;
    const write = {
      stream: newStream(),
      events: [newEvent()],
      expectedRevision: 'no_stream' as const,
    };
    const appended = await appendWithRetry(eventStore, write, () => undefined);

    expect(appended).to.be.a('bigint');
    expect((await append()).revision).to.equal(0);
  });

  it('are stored in their order, also those that open the call', async () => {
    const first = await positionsOf(append);
    for (const state of states) state.endsCallWith = 1;
    await append().catch(() => undefined);
    await append().catch(() => undefined);
    for (const state of states) state.endsCallWith = null;
    const again = await positionsOf(append);

    for (const positions of [first, again])
      expect(positions).to.deep.equal([...positions].sort((a, b) => Number(a - b)));
  });
});

/** Of 20 appends at once. */
const positionsOf = async (
  append: () => Promise<Readonly<{ position: bigint }>>,
): Promise<readonly bigint[]> => {
  const appended = await Promise.all(Array.from({ length: 20 }, append));

  return appended.map(({ position }) => position);
};
