import { expect } from 'chai';
import fc from 'fast-check';
import type { OrderCommand } from '../../../domain/order/index.js';
import {
  add,
  expiry,
  itemIdOf,
  lineOf,
  luck,
  orders,
  place,
  products,
  type Step,
  stepOf,
} from './commands.js';
import {
  expectDecided,
  expectHeldByOrders,
  expectNothingOversold,
  expectPaidOrOver,
  expectPlacesToBeKept,
  expectRefusedLinesToNeedNothing,
  expectRepeatsToChangeNothing,
} from './expectations.js';
import { createMailbox, createWorld, now } from './world.js';

describe('Orders and inventories, over messages that come late, twice and in any order', () => {
  const expectAllWell = (stock: number, steps: fc.Arbitrary<Step[]>, numRuns: number): void => {
    fc.assert(
      fc.property(steps, luck, (chosen, picks) => {
        const world = createWorld();
        const waiting = createMailbox(world, picks);
        for (const product of products) world.attempt(add(product, stock));

        for (const { command, delivered, again } of chosen) {
          if (command !== null) world.attempt(command);
          for (let i = 0; i < delivered; i++) waiting.deliverOne(again);
        }
        expectNothingOversold(world);
        waiting.deliverAll();
        expectNothingOversold(world);
        expectDecided(world);
        expectPlacesToBeKept(world);
        expectHeldByOrders(world);
        expectRefusedLinesToNeedNothing(world);
        expectRepeatsToChangeNothing(world);

        // the units of whoever did not pay are somebody else's, who does not pay for them either
        orders.forEach(() => {
          for (const orderId of orders) world.attempt(expiry(orderId));
          waiting.deliverAll();
        });
        expectNothingOversold(world);
        expectPaidOrOver(world);
        expectPlacesToBeKept(world);
        expectHeldByOrders(world);
        expectRepeatsToChangeNothing(world);
      }),
      { numRuns },
    );
  };

  it('never sell a unit twice, leak none, and decide every order', () => {
    expectAllWell(6, fc.array(stepOf(orders, products), { minLength: 20, maxLength: 90 }), 400);
  });

  it('do so for a single order that changes all the time', () => {
    expectAllWell(
      3,
      fc.array(stepOf(orders.slice(0, 1), products.slice(0, 2)), { minLength: 10, maxLength: 60 }),
      1500,
    );
  });

  describe('when a cancellation overtakes a line that comes back', () => {
    const [kept = '', back = ''] = products;
    const [orderId = ''] = orders;
    const line = lineOf(back, 1, itemIdOf(orderId, back));
    const before: Readonly<Record<string, OrderCommand[]>> = {
      'after it was refused': [
        {
          type: 'AddItem',
          data: { orderId, item: { ...line, quantity: 9 }, paymentWindowSeconds: null, now },
        },
      ],
      'after it was removed': [
        { type: 'AddItem', data: { orderId, item: line, paymentWindowSeconds: null, now } },
        { type: 'RemoveItem', data: { orderId, itemId: line.itemId, now } },
      ],
      'for the first time': [],
    };

    for (const [name, commands] of Object.entries(before))
      it(`holds nothing: ${name}`, () => {
        const world = createWorld();
        const inOrder = createMailbox(world, [0]);
        for (const product of [kept, back]) world.attempt(add(product, 3));
        for (const command of [place(orderId, [kept], 1), ...commands]) {
          world.attempt(command);
          inOrder.deliverAll();
        }

        world.attempt({
          type: 'AddItem',
          data: { orderId, item: line, paymentWindowSeconds: null, now },
        });
        world.attempt({ type: 'CancelOrder', data: { orderId, by: 'CUSTOMER', now } });
        const [amended, status, cancelled] = world.sent.slice(-3);
        expect([amended, status, cancelled].map((message) => message?.headers.ce_type)).to.eql([
          'order.amended',
          'order.status',
          'order.cancelled',
        ]);
        for (const message of [status, cancelled, amended])
          if (message !== undefined) world.deliver(message);

        expectNothingOversold(world);
        expectHeldByOrders(world);
      });
  });
});
