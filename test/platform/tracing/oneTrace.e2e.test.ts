import { expect } from 'chai';
import { type OrderUpdates, openOrderUpdates } from '../../../embedded/demo/orderUpdates.js';
import { eventually } from '../../support/assertions/eventually.js';
import { openShop, type Shop } from '../../support/clients/shop.js';
import { createHome, type Home, unlimited } from '../../support/servers/system.js';
import { type OtlpReceiver, startOtlpReceiver } from './otlpReceiver.js';
import type { ReceivedSpan } from './readRequest.js';

/** One of each on the way of an order, with the service that does it. */
const steps = [
  ['gateway', 'POST orders'],
  ['orders', 'POST /api/orders'],
  ['orders', 'append PlaceOrder'],
  ['projector', 'project OrderPlaced'],
  ['bridge', 'publish order.created'],
  ['inventory', 'consume order.created'],
  ['inventory', 'append SetReservation'],
  ['projector', 'project StockReserved'],
  ['bridge', 'publish inventory.result'],
  ['orders', 'consume inventory.result'],
  ['projector', 'project OrderConfirmed'],
  ['bridge', 'publish order.status'],
  ['notifier', 'consume order.status'],
  ['notifier', 'push order.update'],
] as const;

describe('OTEL_EXPORTER_OTLP_ENDPOINT', function () {
  this.timeout(180_000);
  let receiver: OtlpReceiver;
  let home: Home;
  let shop: Shop;
  let token: string;
  let updates: OrderUpdates;
  let productId: string;

  before(async () => {
    receiver = await startOtlpReceiver();
    home = createHome();
    const settings = { ...unlimited, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint };
    shop = openShop(await home.start(['--processes'], settings));
    token = await shop.customer();
    updates = await openOrderUpdates(shop.gateway, token);
    productId = await shop.product(3);
  });

  after(async () => {
    updates.close();
    await home.remove();
    await receiver.stop();
  });

  /** Spans of the trace in which an order was placed, once it has all steps. */
  const traceOfAnOrder = async (before: number): Promise<readonly ReceivedSpan[]> => {
    let trace: readonly ReceivedSpan[] = [];
    await eventually(() => {
      const fresh = receiver.spans().slice(before);
      const placed = fresh.find(({ name }) => name === 'append PlaceOrder');
      trace = receiver.spans().filter(({ traceId }) => traceId === placed?.traceId);
      const said = trace.map(({ service, name }) => `${service}: ${name}`);
      expect(said).to.include.members(steps.map(([service, name]) => `${service}: ${name}`));
    }, 30_000);

    return trace;
  };

  it('makes one connected trace of one order, through all services and Kafka twice', async () => {
    const before = receiver.spans().length;
    const { body } = await shop.order(token, productId);
    await updates.outcomeOf(body.order.id);
    const trace = await traceOfAnOrder(before);
    const ids = new Set(trace.map(({ spanId }) => spanId));
    const roots = trace.filter(({ parentSpanId }) => parentSpanId === undefined);

    expect(ids.size).to.equal(trace.length);
    expect(roots.map(({ service, name }) => `${service} ${name}`)).to.deep.equal([
      'gateway POST orders',
    ]);
    for (const { parentSpanId, service, name } of trace)
      if (parentSpanId !== undefined)
        expect(ids.has(parentSpanId), `the parent of ${service}: ${name}`).to.equal(true);
    for (const { startTimeUnixNano: from, endTimeUnixNano: to } of trace)
      expect(BigInt(to) >= BigInt(from)).to.equal(true);
  });

  it('gives each order a trace of its own', async () => {
    const before = receiver.spans().length;
    await Promise.all([shop.order(token, productId), shop.order(token, productId)]);
    await eventually(() => {
      const placed = receiver
        .spans()
        .slice(before)
        .filter(({ name }) => name === 'append PlaceOrder');
      expect(new Set(placed.map(({ traceId }) => traceId)).size).to.equal(2);
    }, 30_000);
  });

  it('continues the trace of a client, unless that is not sampled', async () => {
    const traceId = 'a'.repeat(32);
    const ask = (traceparent: string) =>
      fetch(`${shop.gateway}/api/products`, { headers: { traceparent } });
    await ask(`00-${'b'.repeat(32)}-${'1'.repeat(16)}-00`);
    await ask(`00-${traceId}-${'1'.repeat(16)}-01`);
    await eventually(() => {
      const span = receiver
        .spans()
        .find((one) => one.traceId === traceId && one.service === 'gateway');
      expect(span?.parentSpanId).to.equal('1'.repeat(16));
    }, 10_000);

    expect(receiver.spans().some((one) => one.traceId === 'b'.repeat(32))).to.equal(false);
  });
});
