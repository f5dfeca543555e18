import { randomUUID } from 'node:crypto';
import type { OrderResource } from '../../contracts/http/orders.js';
import { pause } from '../../platform/concurrency/index.js';
import { addDemoProduct } from './actors.js';
import { type Api, expectStatus } from './api.js';
import type { Person } from './buyer.js';
import type { CheckedClaim } from './outcome.js';

/** In seconds: the shortest that a product may have. */
const paymentWindowSeconds = 30;

/** In milliseconds, the window included. */
const mostMs = 90_000;

type Act = Readonly<{
  api: Api;
  adminToken: string;
  /** One who buys and does not pay, and one who waits. */
  buyers: readonly [forgetful: Person, waiting: Person];
  step: (what: string) => void;
  say: (line: string) => void;
}>;

/** The last unit goes to a buyer who does not pay, then to the one who waits for it, and pays. */
export const playSecondAct = async (act: Act): Promise<readonly CheckedClaim[]> => {
  const [forgetful, waiting] = act.buyers;
  act.step(`One more product, of which there is one unit, to be paid in ${paymentWindowSeconds} s`);
  const productId = await addDemoProduct(act.api, act.adminToken, {
    stock: 1,
    paymentWindowSeconds,
  });
  const taken = await place(act.api, forgetful, { productId });
  const held = await become(act, forgetful, taken, ({ status }) => status === 'CONFIRMED');
  act.say(`   ${forgetful.name} has it until ${held.payment.payBy ?? '?'}`);

  act.step(`It is sold out. ${waiting.name} waits for it; ${forgetful.name} does not pay`);
  const placed = await place(act.api, waiting, { productId, ifSoldOut: 'WAIT' });
  const waits = await become(act, waiting, placed, isWaitlisted);
  act.say(`   ${waiting.name} is at place ${waits.waitlist?.place ?? '?'} of the waitlist`);
  const served = await become(act, waiting, placed, ({ status }) => status === 'CONFIRMED');
  const lost = await become(act, forgetful, taken, ({ status }) => status === 'CANCELLED');
  act.say(`   ${forgetful.name}: CANCELLED, ${lost.reason ?? '?'}; ${waiting.name}: CONFIRMED`);

  act.step(`${waiting.name} pays, and the shop says so`);
  await pay(act, served);
  const paid = await read(act.api, waiting, placed);

  return claimsOf({ waits, served, lost, paid });
};

type Orders = Readonly<Record<'waits' | 'served' | 'lost' | 'paid', OrderResource>>;

const claimsOf = ({ waits, served, lost, paid }: Orders): readonly CheckedClaim[] => [
  {
    claim: `who waited was first in line (place ${waits.waitlist?.place ?? '?'})`,
    holds: waits.waitlist?.place === 1,
  },
  {
    claim: `who did not pay lost the unit (${lost.reason ?? '?'})`,
    holds: lost.reason === 'PAYMENT_EXPIRED',
  },
  { claim: 'it went to the one who waited', holds: served.inventoryStatus === 'RESERVED' },
  { claim: `and is paid (${paid.payment.status})`, holds: paid.payment.status === 'PAID' },
];

const isWaitlisted = ({ inventoryStatus }: OrderResource): boolean =>
  inventoryStatus === 'WAITLISTED';

type Wish = Readonly<{ productId: string; ifSoldOut?: 'WAIT' }>;

const place = async (
  api: Api,
  { token }: Person,
  { productId, ...wish }: Wish,
): Promise<string> => {
  const answer = await api.call<{ order: OrderResource }>({
    method: 'POST',
    path: '/api/orders',
    token,
    idempotencyKey: `demo-${randomUUID()}`,
    body: { items: [{ productId, quantity: 1 }], ...wish },
  });

  return expectStatus(answer, 201).order.id;
};

const read = async (api: Api, { token }: Person, id: string): Promise<OrderResource> =>
  expectStatus(await api.call<OrderResource>({ path: `/api/orders/${id}`, token }), 200);

/** Reads once a second: the rate limits stay on. */
const become = async (
  { api }: Act,
  person: Person,
  ...[id, isThere]: [string, (order: OrderResource) => boolean]
): Promise<OrderResource> => {
  const until = performance.now() + mostMs;
  for (;;) {
    const order = await read(api, person, id);
    if (isThere(order)) return order;
    if (performance.now() > until)
      throw new Error(`the order is still ${order.status}, ${order.inventoryStatus}`);
    await pause(1_000);
  }
};

const pay = async ({ api, adminToken }: Act, { id, totalAmount }: OrderResource): Promise<void> => {
  const answer = await api.call({
    method: 'POST',
    path: `/api/orders/${id}/payment`,
    token: adminToken,
    body: { reference: `demo-${randomUUID()}`, amount: totalAmount },
  });
  expectStatus(answer, 200);
};
