import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../../../../domain/decider.js';
import { createIdempotentHandler } from '../../../../platform/commandHandling/index.js';
import type { EventStore } from '../../../../platform/eventStore/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { add, context, counterDecider, counterShapes } from '../../../support/builders/counter.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../../support/servers/ownEventStore.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';

describe('Idempotent handler', () => {
  for (const [what, isFinished] of [
    ['that is kept in memory', () => false],
    ['that was finished and forgotten', () => true],
  ] as const)
    it(`handles a key once, on a stream ${what}`, async () => {
      const id = randomUUID();
      const withKey = (requestFingerprint: string) => ({
        ...context(),
        idempotencyKey: 'key-00000001',
        requestFingerprint,
      });
      const { handle } = createIdempotentHandler({
        eventStore,
        decider: counterDecider,
        eventShapes: counterShapes,
        streamOf: (counter) => `counter-${counter}`,
        startsStream: () => true,
        isFinished,
        logger,
      });
      const first = await handle(id, add(1), withKey('a'));
      await setImmediate();
      const again = await handle(id, add(1), withKey('a'));
      await setImmediate();
      const reused = await rejectionOf(handle(id, add(2), withKey('b')));

      expect(first).to.include({ state: 1, revision: 0, replayed: false });
      expect(again).to.include({ state: 1, revision: 0, replayed: true });
      expect(again.events).to.deep.equal([]);
      expect(reused).to.be.instanceOf(DomainError).and.include({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect((await eventStore.read(`counter-${id}`)).events).to.have.length(1);
    });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let node: ConnectedEventStore;
  let eventStore: EventStore;

  before(async () => {
    node = await startConnectedEventStore();
    ({ eventStore } = node);
  });

  after(() => node.stop());
});
