import { expect } from 'chai';
import {
  type Inventory,
  type InventoryCommand,
  inventoryDecider,
  type Product,
  waitingFor,
} from '../../../domain/inventory/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import type { Deps } from '../../../services/inventory/useCases/deps.js';
import {
  createServeWaitlist,
  withWaitlist,
} from '../../../services/inventory/waitlist/serveWaitlist.js';
import {
  adjust,
  now,
  productId,
  setReservation,
  withStock,
} from '../../domain/inventory/inventoryFixture.js';
import { eventually } from '../../support/assertions/eventually.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const context = {
  commandId: 'c',
  correlationId: 'c',
  userId: null,
  requestId: null,
  traceparent: null,
};

/** A product in memory: every command is decided, unless `fails` says otherwise. */
const createProduct = (fails: (command: InventoryCommand) => boolean = () => false) => {
  const { decide, evolve, initialState } = inventoryDecider;
  let state: Inventory = withStock(0).reduce(evolve, initialState());
  const appends: number[] = [];
  const handle = (_: string, command: InventoryCommand) => {
    if (fails(command)) return Promise.reject(new Error('The store is away'));
    const events = decide(command, state);
    state = events.reduce(evolve, state);
    appends.push(events.length);

    return Promise.resolve({ state, events: [], revision: 0, replayed: false });
  };

  return {
    appends,
    waiting: () => waitingFor(state as Product),
    products: { handle } as unknown as Deps['products'],
  };
};

const joined = async (products: Deps['products'], count: number) => {
  for (let index = 0; index < count; index += 1) {
    const line = { orderId: `order-${index}`, itemId: `item-${index}`, userId: `user-${index}` };
    await products.handle(productId, setReservation(1, { ...line, ifSoldOut: 'WAIT' }), context);
  }
};

describe('The waitlist of a product', () => {
  it('is served to its end, decision by decision', async () => {
    const product = createProduct();
    await joined(product.products, 1_200);
    const deps = { products: product.products, now: () => now, logger };
    const products = withWaitlist(deps, createServeWaitlist(deps));
    await products.handle(productId, adjust(1_100), context);

    await eventually(() => expect(product.waiting()).to.equal(100));
    expect(product.appends.slice(1_200)).to.eql([501, 500, 100]);
  });

  it('costs a command nothing while nobody waits', async () => {
    const product = createProduct();
    const deps = { products: product.products, now: () => now, logger };
    let served = 0;
    const products = withWaitlist(deps, () => {
      served += 1;

      return Promise.resolve();
    });
    await products.handle(productId, adjust(3), context);

    expect(served).to.equal(0);
  });

  it('is left to the next sweep when the store is away', async () => {
    let isAway = true;
    const product = createProduct(({ type }) => isAway && type === 'ServeWaitlist');
    await joined(product.products, 700);
    await product.products.handle(productId, adjust(700), context);
    const serve = createServeWaitlist({ products: product.products, now: () => now, logger });
    await serve(productId);
    expect(product.waiting()).to.equal(200);

    isAway = false;
    await serve(productId);
    expect(product.waiting()).to.equal(0);
  });
});
