import { expect } from 'chai';
import { DomainError } from '../../../../domain/decider.js';
import { StreamIncomplete, UnreadableEvent } from '../../../../platform/facts/index.js';
import {
  PoisonMessage,
  type ReceivedMessage,
  runAll,
} from '../../../../platform/messaging/index.js';

describe('The tasks of a batch', () => {
  it('are all started, in order, at most 1 000 at once', async () => {
    const started: number[] = [];
    let running = 0;
    let most = 0;
    await runAll(
      Array.from({ length: 2_500 }, (_, n) => ({
        message,
        run: async () => {
          started.push(n);
          most = Math.max(most, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        },
      })),
    );

    expect(started).to.deep.equal(Array.from({ length: 2_500 }, (_, n) => n));
    expect(most).to.equal(1_000);
  });

  it('make a message poison that a rule refuses', async () => {
    const error = await failureOf(works, refused);

    expect(error).to.be.instanceOf(PoisonMessage);
    expect(error).to.include({ received: message, message: 'NOT_FOUND: no such thing' });
  });

  it('make a message poison whose stream this release cannot read', async () => {
    for (const cannot of [unreadable, incomplete]) {
      const error = await failureOf(works, cannot);

      expect(error).to.be.instanceOf(PoisonMessage);
      expect(error)
        .to.have.property('message')
        .that.matches(/^STREAM_UNREADABLE: .*inventory-1/);
    }
  });

  it('fail as a whole when a dependency does, whatever the rules say', async () => {
    expect(await failureOf(refused, sick)).to.have.property('message', 'away');
  });
});

const message = { topic: 'inventory.result', key: 'k' } as unknown as ReceivedMessage;
const works = () => Promise.resolve();
const refused = () => Promise.reject(new DomainError('NOT_FOUND', 'no such thing'));
const unreadable = () =>
  Promise.reject(
    new UnreadableEvent(
      { stream: 'inventory-1', revision: 3, type: 'StockReceived', version: 2 },
      'is of a newer release',
    ),
  );
const incomplete = () => Promise.reject(new StreamIncomplete('inventory-1', 0));
const sick = () => Promise.reject(new Error('away'));

const failureOf = async (...runs: (() => Promise<void>)[]): Promise<unknown> => {
  try {
    await runAll(runs.map((run) => ({ message, run })));

    return null;
  } catch (error) {
    return error;
  }
};
