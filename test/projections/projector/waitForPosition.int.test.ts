import { expect } from 'chai';
import { orderStream } from '../../../domain/order/index.js';
import { waitForPosition } from '../../../projections/projector/waitForPosition.js';
import { stored } from '../../support/builders/storedEvents.js';
import { orderId, orderPlaced } from '../../support/builders/storyEvents.js';
import { useProjection } from '../projectionFixture.js';

describe('Waiting for a position', () => {
  it('ends as soon as it is projected, or says that it is not', async () => {
    const [event] = stored(orderStream(orderId), [orderPlaced()], 5000n);
    const waiting = waitForPosition(projection.database(), 5000n, 2000);
    await projection.project(event ? [event] : []);

    expect(await waiting).to.equal(true);
    expect(await waitForPosition(projection.database(), 5001n, 30)).to.equal(false);
  });

  const projection = useProjection();
});
