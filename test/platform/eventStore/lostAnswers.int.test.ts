import { expect } from 'chai';
import { appendWithRetry } from '../../../platform/commandHandling/handler/appendWithRetry.js';
import { connectEventStore, OutcomeUnknown } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { startEventStoreCluster } from '../../support/servers/eventStoreCluster/startEventStoreCluster.js';
import { newEvent, newStream } from './clusterFixture.js';

describe('An append to a cluster whose answers do not come', function () {
  this.timeout(30_000);

  for (const [lost, outcome] of [
    [2, 'is repeated as it was until one does'],
    [9, 'is given up with an unknown outcome when none does in time'],
  ] as const)
    it(outcome, async () => {
      const cluster = await startEventStoreCluster();
      const eventStore = connectEventStore(
        cluster.url,
        createLogger({ name: 'test', level: 'silent' }),
      );
      const append = { stream: newStream(), events: [newEvent()], expectedRevision: 'no_stream' };
      for (const { state } of cluster.nodes) state.lostAnswers = lost;
      let retries = 0;
      const began = performance.now();
      const appended = appendWithRetry(eventStore, append as never, () => {
        retries += 1;
      });
      const error = lost === 2 ? await appended : await rejectionOf(appended);
      const took = performance.now() - began;
      const { events } = await eventStore.read(append.stream);
      await eventStore.stop();
      await cluster.stop();

      expect(error instanceof OutcomeUnknown).to.equal(lost !== 2);
      expect(retries).to.equal(2);
      expect(took).to.be.below(10_500);
      expect(events).to.have.length(1);
    });
});
