import { expect } from 'chai';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { orderStream, type OrderPlaced, type PlacedOrder } from '../../../domain/order/index.js';
import {
  type EventStore,
  OutcomeUnknown,
  type StoredEvent,
} from '../../../platform/eventStore/index.js';
import { foldOrRefuse, readOrRefuse, UndecidableStream } from '../../../platform/facts/index.js';
import type { ProductRow } from '../../../projections/products/productRow.js';
import { foldProduct } from '../../../services/orders/products/foldProduct.js';
import { toOrderResource } from '../../../services/orders/readSide/orderResource.js';
import { changedAnswer } from '../../../services/orders/useCases/changedAnswer.js';
import { placedAnswer } from '../../../services/orders/useCases/placedAnswer.js';
import { at, orderId, productId, toNewEvent } from '../../support/builders/storyEvents.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

const bug = new TypeError('x is not a function');

const priceChanged = {
  type: 'ProductPriceChanged',
  data: { productId, price: 100, originalPrice: null, changedAt: at },
};

const fails = (): never => {
  throw bug;
};

/** Whatever is made of it fails. */
const sick = <T>(known: object): T =>
  new Proxy(known, {
    get: (target, key) => (key in target ? (Reflect.get(target, key) as unknown) : fails()),
  }) as T;

const isUndecidable = (error: unknown, stream: string) =>
  expect(error).to.be.instanceOf(UndecidableStream).and.include({ stream, cause: bug });

describe('A bug in what is made of a stream', () => {
  it('is its stream, be it met in a fold or in a read', async () => {
    isUndecidable(await rejectionOf(readOrRefuse('s-1', () => Promise.reject(bug))), 's-1');
    isUndecidable(
      await rejectionOf(Promise.resolve().then(() => foldOrRefuse('s-1', fails))),
      's-1',
    );
  });

  it('is nothing else than a bug: what a read cannot reach stays what it is', async () => {
    const away = new Error('away');

    expect(await rejectionOf(readOrRefuse('s-1', () => Promise.reject(away)))).to.equal(away);
  });

  it('refuses the order that cannot be shown', () => {
    expect(() => toOrderResource(sick<PlacedOrder>({ orderId })))
      .to.throw(UndecidableStream)
      .with.property('stream', orderStream(orderId));
  });

  it('refuses the product whose row cannot be folded', async () => {
    const stream = inventoryStream(productId);
    const events = [0, 1].map((revision) => ({ ...toNewEvent(priceChanged), stream, revision }));
    const eventStore = { read: () => Promise.resolve({ events }) } as unknown as EventStore;
    const row = sick<ProductRow>({ revision: 0 });

    isUndecidable(await rejectionOf(foldProduct(eventStore, productId, row)), stream);
  });
});

describe('A bug in the answer to what is written already', () => {
  it('never says that nothing was written: a placed order', () => {
    const event = sick<StoredEvent<OrderPlaced>>({ type: 'OrderPlaced' });

    expect(() => placedAnswer(event))
      .to.throw(OutcomeUnknown)
      .with.property('cause');
  });

  it('never says that nothing was written: a changed order', () => {
    const order = sick<PlacedOrder>({ orderId });
    const change = { position: 1n, isReplay: false } as unknown as Parameters<
      typeof changedAnswer
    >[2];

    expect(() => changedAnswer('Changed', order, change)).to.throw(OutcomeUnknown);
  });
});
