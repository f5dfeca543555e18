import { expect } from 'chai';
import {
  connectEventStore,
  type EventStore,
  OutcomeUnknown,
} from '../../../platform/eventStore/index.js';
import { createLogger, type Logger } from '../../../platform/logging/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import {
  type EventStoreCluster,
  startEventStoreCluster,
} from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import { newEvent, newStream, takenAgain } from './clusterFixture.js';

describe('A server whose clock is ahead by more than an append may take', () => {
  it('is named as the reason from the third append on that it gives up at once', async () => {
    await append();
    setClocks(20_000);
    const messages: string[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const error = await rejectionOf(append());
      expect(error).to.be.instanceOf(OutcomeUnknown);
      messages.push((error as Error).message);
    }

    expect(messages.map((message) => /clock is (19|20) s ahead/.test(message))).to.deep.equal([
      false,
      false,
      true,
      true,
    ]);
    expect(logged).to.have.length(1);
  });

  it('takes appends again when the clock is right', async () => {
    await append();
    setClocks(20_000);
    await rejectionOf(append());
    setClocks(0);

    expect((await takenAgain(append)).revision).to.equal(0);
  });

  let cluster: EventStoreCluster;
  let eventStore: EventStore;
  let logged: unknown[];

  beforeEach(async () => {
    logged = [];
    const silent = createLogger({ name: 'test', level: 'silent' });
    const logger = Object.assign(Object.create(silent) as Logger, {
      error: (fields: unknown) => logged.push(fields),
    });
    cluster = await startEventStoreCluster();
    eventStore = connectEventStore(cluster.url, logger);
  });
  afterEach(async () => {
    await eventStore.stop();
    await cluster.stop();
  });

  const append = () =>
    eventStore.append(newStream(), [newEvent()], { expectedRevision: 'no_stream' });

  const setClocks = (clockAheadMs: number): void => {
    for (const { state } of cluster.nodes) state.clockAheadMs = clockAheadMs;
  };
});
