import { randomUUID } from 'node:crypto';
import { pause } from '../platform/concurrency/index.js';
import type { Bench, Figure } from './harness/bench.js';
import type { BenchContext } from './harness/benchContext.js';
import { type HttpClient, openHttpClient } from './load/httpClient.js';
import { secondsToNextBuyer, type Listener, listenToBuyers } from './sale/waitlistRun.js';
import { startSystem, type System } from './system/quickSale.js';

/** In seconds: the shortest that a product may have. */
const paymentWindowSeconds = 30;

/** Of the buyers who get a unit. */
const neverPay = 0.3;

const usual = { units: 500, waiting: 2_000 };
const quick = { units: 20, waiting: 60 };

export const waitlist: Bench = {
  name: 'waitlist',
  question: 'How soon does a unit that nobody paid go to the next in line, and is any left over?',
  limit: 12,
  run: async (context) => {
    const size = context.isQuick ? quick : usual;
    const sale = await openSale(context, size);
    await buyAll(sale, size);
    context.say(`${size.units + size.waiting} have clicked`);
    await untilSold(sale, size.units, context.say);
    const seconds = secondsToNextBuyer(sale.listener.told, sale.paid, paymentWindowSeconds).sort(
      (a, b) => a - b,
    );
    const { onHand, available } = await sale.system.stockOf(sale.productId);

    return {
      settings: { ...size, paymentWindowSeconds, neverPay },
      figures: [
        {
          what: 'units unsold at the end',
          unit: '',
          rounds: [onHand - sale.paid.size],
          floor: none,
        },
        { what: 'units that nobody holds', unit: '', rounds: [available], floor: none },
        { what: 'units handed over', unit: '', rounds: [seconds.length] },
        { ...delay('p50', quantile(seconds, 0.5)), floor: { atMost: 1.2 } },
        delay('p99', quantile(seconds, 0.99)),
        delay('longest', seconds.at(-1) ?? 0),
      ],
    };
  },
};

const none = { atMost: 0 };

const delay = (which: string, seconds: number): Figure => ({
  what: `end of a window to the next push ${which}`,
  unit: 's',
  rounds: [seconds],
});

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

type Size = typeof usual;

type Sale = Readonly<{
  system: System;
  client: HttpClient;
  listener: Listener;
  tokens: readonly string[];
  productId: string;
  /** Orders that were paid. */
  paid: Set<string>;
}>;

const openSale = async (context: BenchContext, { units, waiting }: Size): Promise<Sale> => {
  const system = await startSystem(context);
  const tokens = await system.addBuyers(units + waiting);
  const listener = listenToBuyers();
  context.atEnd(() => {
    listener.stop();

    return Promise.resolve();
  });
  for (const token of tokens) await listener.connect(system.endpoints.gateway, token);
  const client = openHttpClient(system.endpoints.gateway, 64);
  context.atEnd(client.stop);
  const productId = await system.addProduct(units, { paymentWindowSeconds });
  const sale = { system, client, listener, tokens, productId, paid: new Set<string>() };
  payMost(sale, context);

  return sale;
};

/** Seven of ten pay at once. */
const payMost = ({ system, listener, paid }: Sale, { say }: BenchContext): void => {
  let confirmed = 0;
  listener.onConfirmed((id) => {
    confirmed += 1;
    if (Math.floor(confirmed * neverPay) > Math.floor((confirmed - 1) * neverPay)) return;
    system.pay({ id, totalAmount: price }).then(
      () => paid.add(id),
      (error: unknown) => say(`a payment failed: ${String(error)}`),
    );
  });
};

const price = 799.99;

/** Everybody clicks: the first get the units, all others wait. */
const buyAll = async ({ client, tokens, productId }: Sale, { units }: Size): Promise<void> => {
  const click = (token: string) =>
    client.post({
      path: '/api/orders',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({ items: [{ productId, quantity: 1 }], ifSoldOut: 'WAIT' }),
    });
  for (const part of [tokens.slice(0, units), tokens.slice(units)]) {
    const replies = await Promise.all(part.map(click));
    const refused = replies.find(({ status }) => status !== 201);
    if (refused !== undefined)
      throw new Error(`an order was answered ${refused.status}: ${refused.body}`);
  }
};

/** A unit may change hands several times, each after a window. */
const untilSold = async (
  { paid }: Sale,
  units: number,
  say: BenchContext['say'],
): Promise<void> => {
  const windows = 2 + Math.ceil(Math.log(units) / -Math.log(neverPay));
  const until = performance.now() + windows * (paymentWindowSeconds + 5) * 1_000;
  while (paid.size < units && performance.now() < until) {
    await pause(5_000);
    say(`${paid.size} of ${units} units are paid`);
  }
};
