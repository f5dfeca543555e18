import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { orderStream } from '../../../domain/order/index.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import type { OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import type { OrderInventoryResult } from '../../../contracts/messages/index.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

/** Messages come from the test only: twice, late, or in the wrong order. */
describe('Messages between orders and inventory', () => {
  let shop: Shop;
  let product: ProductResource;

  before(async () => {
    shop = await startShopUnderTest();
  });
  beforeEach(async () => {
    product = await shop.addProduct();
  });
  after(() => shop.stop());

  const token = () => shop.admin;
  const stock = async (): Promise<Stock> =>
    (await shop.askInventory(`/api/products/${product.id}/stock`, { token: token() }))
      .body as unknown as Stock;
  /** The marker is handled after everything that was published before it to the same partition. */
  const revisionBecomes = (revision: number) =>
    until(async () => (await stock()).revision >= revision);
  const typesOf = async (stream: string): Promise<string[]> =>
    (await shop.eventStore.read(stream)).events.map(({ type }) => type);

  describe('to the inventory', () => {
    const userId = randomUUID();
    const itemId = randomUUID();

    const created = (orderId: string, quantity = 2, orderRevision = 0) => ({
      type: orderRevision === 0 ? 'order.created' : 'order.amended',
      value: {
        orderId,
        userId,
        orderRevision,
        placedAt: new Date().toISOString(),
        items: [{ itemId, productId: product.id, quantity, unitPrice: 1050 }],
        totalAmount: 1050 * quantity,
      },
    });
    const status = (orderId: string, of: Partial<Record<string, unknown>>) => ({
      type: 'order.status',
      value: {
        orderId,
        userId,
        status: 'CANCELLED',
        inventoryStatus: 'RELEASED',
        items: [{ itemId, productId: product.id, quantity: 2, inventoryStatus: 'RELEASED' }],
        orderRevision: 1,
        message: 'Cancelled',
        ...of,
      },
    });
    const inventoryTypes = async () => (await typesOf(inventoryStream(product.id))).slice(2);

    it('reserve once, however often order.created comes', async () => {
      const orderId = randomUUID();
      const message = { id: randomUUID(), ...created(orderId) };
      await shop.publish('order.created', orderId, message);
      await shop.publish('order.created', orderId, message);
      await shop.publish('order.created', orderId, created(orderId));
      await shop.publish('order.created', orderId, created(orderId, 1, 3));
      await revisionBecomes(3);

      expect(await inventoryTypes()).to.deep.equal(['StockReserved', 'StockReserved']);
      expect(await stock()).to.include({ reserved: 1 });
    });

    it('refuse once, as a fact, and stay with it after units came back', async () => {
      const orderId = randomUUID();
      await shop.publish('order.created', orderId, created(orderId, 9));
      await revisionBecomes(2);
      await shop.askInventory(`/api/products/${product.id}/stock`, {
        method: 'PATCH',
        body: { stock: 50 },
        token: token(),
      });
      await shop.publish('order.created', orderId, created(orderId, 9));
      const later = randomUUID();
      await shop.publish('order.created', later, created(later, 1));
      await revisionBecomes(4);

      expect(await inventoryTypes()).to.deep.equal([
        'ReservationRefused',
        'StockAdjusted',
        'StockReserved',
      ]);
      expect(await stock()).to.include({ reserved: 1 });
    });

    it('hold nothing for an order whose cancellation came first', async () => {
      const orderId = randomUUID();
      await shop.publish('order.status', orderId, status(orderId, {}));
      await revisionBecomes(2);
      await shop.publish('order.created', orderId, created(orderId));
      await shop.publish('order.created', orderId, created(orderId, 1, 5));
      await revisionBecomes(3);

      expect((await inventoryTypes())[0]).to.equal('ReservationReleased');
      expect((await stock()).reserved).to.equal(1);
    });

    it('release a cancelled order once, and leave a refused line alone', async () => {
      const [held, refused] = [randomUUID(), randomUUID()];
      await shop.publish('order.created', held, created(held));
      await shop.publish('order.created', refused, created(refused, 9));
      await revisionBecomes(3);
      const rejected = { itemId, productId: product.id, quantity: 9, inventoryStatus: 'REJECTED' };
      await shop.publish('order.status', refused, status(refused, { items: [rejected] }));
      await shop.publish('order.status', held, status(held, {}));
      await shop.publish('order.status', held, status(held, {}));
      await revisionBecomes(4);
      await new Promise((resolve) => setTimeout(resolve, 300));

      expect(
        (await inventoryTypes()).filter((type) => type === 'ReservationReleased'),
      ).to.have.length(1);
      expect(await stock()).to.include({ reserved: 0, available: 5 });
    });

    it('take a shipped order out of the stock, once', async () => {
      const orderId = randomUUID();
      await shop.publish('order.created', orderId, created(orderId));
      await revisionBecomes(2);
      const shipped = status(orderId, {
        status: 'SHIPPED',
        inventoryStatus: 'COMMITTED',
        items: [{ itemId, productId: product.id, quantity: 2, inventoryStatus: 'COMMITTED' }],
        orderRevision: 3,
      });
      await shop.publish('order.status', orderId, shipped);
      await shop.publish('order.status', orderId, shipped);
      await revisionBecomes(3);
      await new Promise((resolve) => setTimeout(resolve, 200));

      expect(await stock()).to.include({ onHand: 3, reserved: 0, available: 3, revision: 3 });
    });

    it('go on behind a message about a product that does not exist', async () => {
      const [lost, fine] = [randomUUID(), randomUUID()];
      const poison = created(lost);
      poison.value.items = [
        { itemId, productId: randomUUID(), quantity: 1, unitPrice: 1 },
        ...poison.value.items,
      ];
      await shop.publish('order.created', lost, poison);
      await shop.publish('order.created', fine, created(fine, 1));
      await revisionBecomes(3);

      expect(await stock()).to.include({ reserved: 3 });
    });
  });

  describe('to orders', () => {
    const buyer = randomUUID();
    const place = async (quantity = 1): Promise<OrderResource> =>
      orderOf(
        await shop.ask('/api/orders', {
          body: { items: [{ productId: product.id, quantity }] },
          headers: newKey(),
          token: shop.signIn('customer', buyer),
        }),
      );
    const result = (
      { id, items }: OrderResource,
      of: Partial<OrderInventoryResult['lines'][number]> = {},
      orderRevision = 0,
    ) => ({
      type: 'inventory.result',
      value: {
        orderId: id,
        orderRevision,
        lines: [
          {
            itemId: items[0]?.itemId,
            productId: product.id,
            quantity: 1,
            result: 'RESERVED',
            held: 1,
            inventoryRevision: 2,
            available: 4,
            ...of,
          },
        ],
      },
    });
    const statusBecomes = (order: OrderResource, status: OrderResource['status']) =>
      until(
        async () =>
          orderOf(await shop.ask(`/api/orders/${order.id}`, { token: token() })).status === status,
      );

    it('confirm an order once, however often the result comes', async () => {
      const order = await place();
      const message = { id: randomUUID(), ...result(order) };
      await shop.publish('inventory.result', order.id, message);
      await shop.publish('inventory.result', order.id, message);
      await shop.publish('inventory.result', order.id, result(order));
      await statusBecomes(order, 'CONFIRMED');
      await new Promise((resolve) => setTimeout(resolve, 200));

      expect(await typesOf(orderStream(order.id))).to.deep.equal([
        'OrderPlaced',
        'OrderItemReserved',
        'OrderConfirmed',
      ]);
    });

    it('stay cancelled when a result comes late', async () => {
      const order = await place();
      await shop.ask(`/api/orders/${order.id}`, { method: 'DELETE', token: token() });
      await shop.publish('inventory.result', order.id, result(order));
      const marker = await place();
      await shop.publish('inventory.result', marker.id, result(marker));
      await statusBecomes(marker, 'CONFIRMED');
      await new Promise((resolve) => setTimeout(resolve, 200));

      expect(await typesOf(orderStream(order.id))).to.deep.equal(['OrderPlaced', 'OrderCancelled']);
    });

    it('cancel with the reason of the refusal', async () => {
      const order = await place();
      await shop.publish(
        'inventory.result',
        order.id,
        result(order, { result: 'REJECTED', reason: 'LIMIT_PER_CUSTOMER', held: 0 }),
      );
      await statusBecomes(order, 'CANCELLED');

      expect(
        orderOf(await shop.ask(`/api/orders/${order.id}`, { token: token() })).reason,
      ).to.equal('LIMIT_PER_CUSTOMER');
    });

    it('go on behind an answer to another target, a manual reservation and an unknown order', async () => {
      const order = await place();
      const manual = { ...result(order).value.lines[0], itemId: undefined };
      await shop.publish('inventory.result', order.id, result(order, {}, 7));
      await shop.publish('inventory.result', order.id, {
        type: 'inventory.result',
        value: { reservationId: randomUUID(), lines: [manual] },
      });
      await shop.publish('inventory.result', order.id, result({ ...order, id: randomUUID() }));
      await shop.publish('inventory.result', order.id, result(order));
      await statusBecomes(order, 'CONFIRMED');

      expect(await typesOf(orderStream(order.id))).to.have.length(3);
    });
  });
});
