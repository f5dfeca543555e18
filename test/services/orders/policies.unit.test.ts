import { expect } from 'chai';
import type { InventoryResult } from '../../../contracts/messages/index.js';
import { recordResult } from '../../../services/orders/policies/recordResult.js';

describe('What an order makes of the result of the inventory', () => {
  it('records what was decided about its lines, with the revision that was answered', () => {
    const message: InventoryResult = { orderId, orderRevision: 3, lines: [held, rejected] };

    expect(recordResult(message, now)).to.deep.equal([
      {
        type: 'RecordInventoryResult',
        data: {
          orderId,
          answers: [
            { ...held, orderRevision: 3, reason: null },
            { ...rejected, orderRevision: 3 },
          ],
          now,
        },
      },
    ]);
  });

  it('does nothing for a manual reservation', () => {
    expect(recordResult({ reservationId: orderId, lines: [held] }, now)).to.deep.equal([]);
  });
});

const now = '2026-11-27T12:00:00.000Z';
const orderId = '0d000000-0000-4000-8000-000000000001';

const held = {
  itemId: 'a1000000-0000-4000-8000-000000000001',
  productId: 'a3000000-0000-4000-8000-000000000001',
  quantity: 2,
  result: 'RESERVED',
  held: 2,
  inventoryRevision: 7,
  available: 40,
} as const;

const rejected = {
  itemId: 'b1000000-0000-4000-8000-000000000002',
  productId: 'b3000000-0000-4000-8000-000000000002',
  quantity: 5,
  result: 'REJECTED',
  reason: 'OUT_OF_STOCK',
  held: 0,
  inventoryRevision: 9,
  available: 1,
} as const;
