import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventStoreNode, startEventStoreNode } from '../../embedded/eventStoreNode/index.js';
import { openShop, type Shop } from '../support/clients/shop.js';
import { freePort } from '../support/servers/freePort.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

describe('npm start with two hosts of an event store, which goes away', function () {
  this.timeout(300_000);
  let dir: string;
  let port: number;
  let node: EventStoreNode;
  let home: Home;
  let system: System;
  let shop: Shop;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'quicksale-outage-'));
    node = await startEventStoreNode({ dir, port: 0 });
    port = Number(/:(\d+)/.exec(node.url)?.[1]);
    home = createHome();
    const hosts = `127.0.0.1:${port},127.0.0.1:${await freePort()}`;
    system = await home.start([], { EVENTSTORE_URL: `esdb://${hosts}?tls=false`, ...unlimited });
    shop = openShop(system);
  });

  after(async () => {
    await home.remove();
    await node.stop();
    await rm(dir, { recursive: true, force: true });
  });

  // a look for a leader takes the client a second, so that many fail in the longer one
  for (const awayForMs of [1_000, 9_000])
    it(`takes orders again when it is back after ${awayForMs} ms, and decides all`, async () => {
      const token = await shop.customer();
      const product = await shop.product(1_000);
      await shop.order(token, product);
      const buying = new AbortController();
      const clicks = buyUntil(buying.signal, { shop, token, product });
      await pause(1_000);
      await node.stop();
      await pause(awayForMs);
      node = await startEventStoreNode({ dir, port });
      const back = await takenAgain({ shop, token, product });
      buying.abort();
      const answers = await clicks;

      expect(answers.filter(({ status }) => !isHonest(status))).to.deep.equal([]);
      for (const orderId of [back, ...answers.flatMap(({ orderId }) => orderId ?? [])])
        expect((await shop.outcome(token, orderId)).status).to.equal('CONFIRMED');
    });

  it('has restarted nothing', () => {
    expect(system.output()).to.not.match(/ended \(/);
  });
});

type Buying = Readonly<{ shop: Shop; token: string; product: string }>;

type Click = Readonly<{ status: number; orderId?: string }>;

/** Taken, or nothing was written, or the outcome is open. */
const isHonest = (status: number): boolean => [201, 503, 504].includes(status);

const click = async ({ shop, token, product }: Buying): Promise<Click> => {
  const { status, body } = await shop.order(token, product, randomUUID());

  return status === 201 ? { status, orderId: body.order.id } : { status };
};

/** One click every 50 ms, whether or not the last one has its response. */
const buyUntil = async (signal: AbortSignal, buying: Buying): Promise<Click[]> => {
  const clicks: Promise<Click>[] = [];
  while (!signal.aborted) {
    clicks.push(click(buying));
    await pause(50);
  }

  return Promise.all(clicks);
};

const takenAgain = async (buying: Buying): Promise<string> => {
  for (let tries = 0; tries < 100; tries += 1) {
    const { orderId } = await click(buying);
    if (orderId !== undefined) return orderId;
    await pause(100);
  }
  throw new Error('No order was taken any more');
};
