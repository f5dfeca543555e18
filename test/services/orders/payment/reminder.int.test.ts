import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ProductResource } from '../../../../contracts/http/products.js';
import { type OrderEvent, orderStream } from '../../../../domain/order/index.js';
import { toNewEvent } from '../../../support/builders/storyEvents.js';
import { isReady, type Shop, startShopUnderTest, until } from '../ordersFixture.js';

describe('The reminder of a payment', () => {
  let shop: Shop;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
  });
  after(() => shop.stop());

  /** An order that was confirmed some seconds ago, with a window of so many. */
  const confirmedAgo = async (secondsAgo: number, windowSeconds: number): Promise<string> => {
    const orderId = randomUUID();
    const product = await shop.addProduct();
    const events = lifeOf(orderId, product, { secondsAgo, windowSeconds });
    await shop.eventStore.append(orderStream(orderId), events.map(toNewEvent), {
      expectedRevision: 'no_stream',
    });

    return orderId;
  };
  const remindersOf = async (orderId: string): Promise<number> =>
    (await shop.eventStore.read(orderStream(orderId))).events.filter(
      ({ type }) => type === 'OrderPaymentReminded',
    ).length;

  it('is sent once, by one of two processes, and not again after a restart', async () => {
    const other = await shop.startAnother();
    await isReady(other);
    const ids = await Promise.all(Array.from({ length: 20 }, () => confirmedAgo(65, 120)));
    for (const id of ids) await until(async () => (await remindersOf(id)) === 1);
    await other.stop();
    const again = await shop.startAnother();
    await isReady(again);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await again.stop();

    expect(await Promise.all(ids.map(remindersOf))).to.eql(ids.map(() => 1));
    await until(async () => (await told()).length >= ids.length);
    expect(await told()).to.have.members(ids);
  });

  const told = async (): Promise<unknown[]> => {
    const rows = await shop.database.query(
      `SELECT key FROM messaging.published WHERE payload->>'notification' = 'payment.reminder'
       UNION ALL
       SELECT key FROM messaging.outbox WHERE payload->>'notification' = 'payment.reminder'`,
    );

    return rows.map(({ key }) => key);
  };

  it('is not sent before the last minute, and not for a short window', async () => {
    const [early, short] = [await confirmedAgo(30, 120), await confirmedAgo(70, 119)];
    await new Promise((resolve) => setTimeout(resolve, 2_000));

    expect([await remindersOf(early), await remindersOf(short)]).to.eql([0, 0]);
  });
});

type Window = Readonly<{ secondsAgo: number; windowSeconds: number }>;

const lifeOf = (
  orderId: string,
  { id: productId, name }: ProductResource,
  { secondsAgo, windowSeconds }: Window,
): readonly OrderEvent[] => {
  const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
  const of = { orderId, userId: randomUUID() };
  const itemId = randomUUID();
  const placedAt = at(-secondsAgo);
  const payBy = at(windowSeconds - secondsAgo);
  const line = { itemId, productId, quantity: 1 };

  return [
    {
      type: 'OrderPlaced',
      data: {
        ...of,
        idempotencyKey: `key-${orderId}`,
        requestFingerprint: 'fingerprint',
        items: [{ ...line, name, unitPrice: 1_050 }],
        totalAmount: 1_050,
        currency: 'USD',
        message: 'placed',
        paymentWindowSeconds: windowSeconds,
        placedAt,
      },
    },
    {
      type: 'OrderItemReserved',
      data: {
        ...of,
        ...line,
        orderRevision: 0,
        inventoryRevision: 2,
        available: 4,
        outcome: null,
        reservedAt: placedAt,
      },
    },
    {
      type: 'OrderConfirmed',
      data: {
        ...of,
        snapshot: {
          status: 'CONFIRMED',
          inventoryStatus: 'RESERVED',
          items: [{ ...line, inventoryStatus: 'RESERVED' }],
          totalAmount: 1_050,
          payment: { status: 'DUE', payBy },
        },
        placedAt,
        payBy,
        confirmedAt: placedAt,
      },
    },
  ];
};
