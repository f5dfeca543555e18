import { expect } from 'chai';
import { parseStockPayload } from '../../../projections/products/notifications.js';

const stock = {
  productId: '00000000-0000-4000-8000-000000000001',
  available: 3,
  waiting: 2,
  revision: 7,
};

describe('parseStockPayload', () => {
  it('reads one level, or several', () => {
    expect(parseStockPayload(JSON.stringify(stock))).to.deep.equal([stock]);
    expect(parseStockPayload(JSON.stringify([stock, stock]))).to.deep.equal([stock, stock]);
  });

  it('takes a projector that tells nothing of a waitlist to have none', () => {
    const known = Object.fromEntries(Object.entries(stock).filter(([key]) => key !== 'waiting'));

    expect(parseStockPayload(JSON.stringify(known))).to.deep.equal([{ ...known, waiting: 0 }]);
  });

  for (const payload of ['', '{', 'null', '[null]', JSON.stringify({ ...stock, available: -1 })])
    it(`returns null for ${JSON.stringify(payload)}`, () => {
      expect(parseStockPayload(payload)).to.equal(null);
    });
});
