import { productNameEventShapes } from '../../../domain/productName/index.js';
import { expectShapes, type Table } from '../shapeFixture.js';

const claim: Table = { name: 'text', productId: 'uuid' };

describe('Product name: the shapes of what is stored', () => {
  it('of each type of event, each field holds what it should and nothing else', () => {
    expectShapes(productNameEventShapes, {
      NameClaimed: { ...claim, claimedAt: 'time' },
      NameReleased: { ...claim, releasedAt: 'time' },
    });
  });
});
