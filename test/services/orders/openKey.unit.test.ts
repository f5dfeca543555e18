import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { EventStoreUnavailable, OutcomeUnknown } from '../../../platform/eventStore/index.js';
import { Problem, type RequestContext } from '../../../platform/http/index.js';
import type { Deps } from '../../../services/orders/useCases/deps.js';
import { placeOrder } from '../../../services/orders/useCases/placeOrder.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

describe('Placing an order when the event store takes nothing', () => {
  it('says that nothing was written', async () => {
    expect(await rejectionOf(place({ available: 1 }))).to.be.instanceOf(EventStoreUnavailable);
  });

  it('says that it does not know when an attempt before it is open', async () => {
    const given = { available: 1, isOpen: true };

    expect(await rejectionOf(place(given))).to.be.instanceOf(OutcomeUnknown);
  });

  it('says so, too, of a sold-out product whose key is open in another process', async () => {
    const given = { available: 0, key: 'open' } as const;

    expect(await rejectionOf(place(given))).to.be.instanceOf(OutcomeUnknown);
  });

  it('refuses a sold-out product when the key is free', async () => {
    const error = await rejectionOf(place({ available: 0 }));

    expect(error).to.be.instanceOf(Problem);
    expect((error as Problem).code).to.equal('SOLD_OUT');
  });
});

type Given = Readonly<{ available: number; isOpen?: boolean; key?: 'free' | 'open' }>;

const place = ({ available, isOpen = false, key = 'free' }: Given) => {
  const productId = randomUUID();
  const product = { productId, isListed: true, name: 'Shoes', price: 1, available, revision: 1 };
  const deps = {
    productCache: { find: () => Promise.resolve(new Map([[productId, product]])) },
    soldOutFastPath: true,
    waitingRoom: null,
    admission: { requireRoom: () => undefined, noteAccepted: () => undefined },
    placements: { isOpen: () => isOpen },
    keys: { find: () => Promise.resolve({ kind: key }) },
    orders: { handle: () => Promise.reject(new EventStoreUnavailable('away')) },
    now: () => new Date().toISOString(),
  } as unknown as Deps;

  return placeOrder(deps)({
    userId: randomUUID(),
    idempotencyKey: `key-${randomUUID()}`,
    body: { items: [{ productId, quantity: 1 }] },
    context: {} as RequestContext,
  });
};
