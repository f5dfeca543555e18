import { expect } from 'chai';
import { createUnreadResponses } from '../../../embedded/kafkaBroker/server/unreadResponses.js';
import { pause } from '../../../platform/concurrency/index.js';

describe('Responses that nobody reads', () => {
  const connection = () => {
    const made = { isEnded: false, destroy: () => (made.isEnded = true) };

    return made;
  };

  it('end the connection that has not read for longest, once there are too many', async () => {
    const unread = createUnreadResponses(100);
    const [silent, reading, busy] = [connection(), connection(), connection()];
    unread.add(silent, 60);
    await pause(2);
    unread.add(reading, 30);
    await pause(2);
    unread.add(busy, 30);
    expect([silent, reading, busy].map(({ isEnded }) => isEnded)).to.deep.equal([
      true,
      false,
      false,
    ]);
  });

  it('count no more once they have left', () => {
    const unread = createUnreadResponses(100);
    const [one, other] = [connection(), connection()];
    for (let round = 0; round < 10; round += 1) {
      unread.add(one, 60);
      unread.remove(one, 60);
      unread.add(other, 60);
      unread.remove(other, 60);
    }
    expect([one.isEnded, other.isEnded]).to.deep.equal([false, false]);
  });

  it('leave the only connection alone, however much it has to read', () => {
    const unread = createUnreadResponses(100);
    const only = connection();
    unread.add(only, 1_000);
    expect(only.isEnded).to.equal(false);
  });
});
