import { expect } from 'chai';
import { fingerprintOf, mergeLines } from '../../../services/orders/useCases/orderDraft.js';
import { itemIdOf, orderIdOf } from '../../../services/orders/useCases/orderIds.js';

describe('Ids of an order', () => {
  it('follow from user and key, and never change', () => {
    expect(orderIdOf('u', 'key')).to.equal(orderIdOf('u', 'key'));
    expect(orderIdOf('u', 'key')).not.to.equal(orderIdOf('v', 'key'));
    expect(orderIdOf('u', 'key')).to.equal('8c45b7c0-bfcb-564a-aab7-89da38c6578e');
    expect(itemIdOf(orderIdOf('u', 'key'), 'p')).to.match(/^[0-9a-f-]{14}5/);
  });
});

describe('Equal requests', () => {
  const line = (productId: string, quantity: number) => ({ productId, quantity });

  it('have one fingerprint, however their lines are split and ordered', () => {
    const split = mergeLines([line('b', 1), line('a', 2), line('b', 3)]);

    expect(split).to.deep.equal([line('a', 2), line('b', 4)]);
    expect(fingerprintOf(split)).to.equal(fingerprintOf(mergeLines([line('b', 4), line('a', 2)])));
    expect(fingerprintOf(split)).not.to.equal(fingerprintOf([line('a', 2), line('b', 5)]));
  });
});
