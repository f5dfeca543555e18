import { expect } from 'chai';
import { DomainError } from '../../../../domain/decider.js';
import {
  PoisonMessage,
  type ReceivedMessage,
  settle,
} from '../../../../platform/messaging/index.js';

describe('The effects of a batch', () => {
  it('are all begun, in order, at most 1 000 at once', async () => {
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    await settle(
      Array.from({ length: 2_500 }, (_, n) => ({
        message,
        begin: async () => {
          begun.push(n);
          most = Math.max(most, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        },
      })),
    );

    expect(begun).to.deep.equal(Array.from({ length: 2_500 }, (_, n) => n));
    expect(most).to.equal(1_000);
  });

  it('make a message poison that a rule refuses', async () => {
    const error = await failureOf(works, refused);

    expect(error).to.be.instanceOf(PoisonMessage);
    expect(error).to.include({ received: message, message: 'NOT_FOUND: no such thing' });
  });

  it('fail as a whole when a dependency does, whatever the rules say', async () => {
    expect(await failureOf(refused, sick)).to.have.property('message', 'away');
  });
});

const message = { topic: 'inventory.result', key: 'k' } as unknown as ReceivedMessage;
const works = () => Promise.resolve();
const refused = () => Promise.reject(new DomainError('NOT_FOUND', 'no such thing'));
const sick = () => Promise.reject(new Error('away'));

const failureOf = async (...begins: (() => Promise<void>)[]): Promise<unknown> => {
  try {
    await settle(begins.map((begin) => ({ message, begin })));

    return null;
  } catch (error) {
    return error;
  }
};
