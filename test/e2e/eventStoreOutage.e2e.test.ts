import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventStoreNode, startEventStoreNode } from '../../embedded/eventStoreNode/index.js';
import { summaryOf } from '../support/assertions/summary.js';
import { call } from '../support/clients/http.js';
import { openShop, type Shop } from '../support/clients/shop.js';
import { freePort } from '../support/servers/freePort.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

/**
 * How often it goes away for 1, 9 and 60 s, in the places in turn: OUTAGE_ROUNDS, of which ten take
 * a quarter of an hour. Without it, once for 1 s in each place, and once for 9 s.
 */
const rounds = Number(process.env['OUTAGE_ROUNDS'] ?? 0);

const moments = ['placing', 'deciding', 'reading', 'changing'] as const;

type Moment = (typeof moments)[number];

const placeOf = (round: number): Moment => moments[round % moments.length] ?? 'placing';

describe('npm start with two hosts of an event store, which goes away', function () {
  this.timeout(300_000 + rounds * 120_000);
  let dir: string;
  let port: number;
  let node: EventStoreNode;
  let home: Home;
  let system: System;
  let shop: Shop;
  const tookMs: number[] = [];

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

  /** Buys and, in some places, does what else writes, while it goes away and comes back. */
  const goAway = async (place: Moment, awayForMs: number): Promise<void> => {
    const token = await shop.customer();
    const product = await shop.product(100_000);
    const buying = { shop, token, product };
    const begunAt = performance.now();
    for (let count = 0; count < 5; count += 1) await shop.order(token, product);
    const fiveMs = performance.now() - begunAt;
    const over = new AbortController();
    // who waits for a minute clicks less often
    const clicks = places[place](over.signal, {
      ...buying,
      everyMs: Math.max(50, awayForMs / 200),
    });
    await pause(place === 'deciding' ? 0 : 1_000);
    await node.stop();
    await pause(awayForMs);
    node = await startEventStoreNode({ dir, port });
    const backAt = performance.now();
    const back = await takenAgain(buying);
    tookMs.push(performance.now() - backAt);
    over.abort();
    const answers = await clicks;

    expect(tookMs.at(-1), 'until it is taken again').to.be.below(takenAgainMs + 2 * fiveMs);
    expect(answers.filter(({ status }) => !isHonest(status))).to.deep.equal([]);
    for (const orderId of [back, ...answers.flatMap(({ orderId }) => orderId ?? [])])
      expect((await shop.outcome(token, orderId)).status).to.equal('CONFIRMED');
  };

  // a look for a leader takes the client a second, so that many fail in the longer one
  const usual = [...moments.map((place) => [place, 1_000] as const), ['placing', 9_000] as const];
  const planned = [1_000, 9_000, 60_000].flatMap((awayForMs) =>
    Array.from({ length: rounds }, (_, round) => [placeOf(round), awayForMs] as const),
  );
  for (const [place, awayForMs] of rounds > 0 ? planned : usual)
    it(`takes orders again when it is back after ${awayForMs} ms, and decides all: ${place}`, () =>
      goAway(place, awayForMs));

  it('has restarted nothing', () => {
    expect(system.output()).to.not.match(/ended \(/);
    if (rounds > 0) process.stdout.write(`      taken again after ${summaryOf(tookMs)}\n`);
  });
});

type Buying = Readonly<{ shop: Shop; token: string; product: string; everyMs?: number }>;

type Click = Readonly<{ status: number; orderId?: string }>;

/**
 * What the machine of the tests needs beside the two seconds of the client; where orders take long
 * anyway, as much more as ten of them.
 */
const takenAgainMs = 6_000;

/** Taken, or nothing was written, or the outcome is open. */
const isHonest = (status: number): boolean => [200, 201, 503, 504].includes(status);

const click = async ({ shop, token, product }: Buying): Promise<Click> => {
  const { status, body } = await shop.order(token, product, randomUUID());

  return status === 201 ? { status, orderId: body.order.id } : { status };
};

/** One click every `everyMs`, whether or not the last one has its response. */
const buyUntil = async (signal: AbortSignal, buying: Buying): Promise<Click[]> => {
  const clicks: Promise<Click>[] = [];
  while (!signal.aborted) {
    clicks.push(click(buying));
    await pause(buying.everyMs ?? 50);
  }

  return Promise.all(clicks);
};

/** Many at once, so that it goes away while they are decided. */
const burst = (_signal: AbortSignal, buying: Buying): Promise<Click[]> =>
  Promise.all(Array.from({ length: 30 }, () => click(buying)));

/** Reads of the product, which fold its stream, and orders beside them. */
const readUntil = async (signal: AbortSignal, buying: Buying): Promise<Click[]> => {
  const url = `${buying.shop.gateway}/api/products/${buying.product}/stock`;
  const headers = { Authorization: `Bearer ${buying.token}` };
  const reads: Promise<Click>[] = [];
  const clicks = buyUntil(signal, buying);
  while (!signal.aborted) {
    reads.push(fetch(url, { headers }).then(({ status }) => ({ status })));
    await pause(2 * (buying.everyMs ?? 50));
  }

  return [...(await clicks), ...(await Promise.all(reads))];
};

/** Changes of the product's stock by an admin, and orders beside them. */
const changeUntil = async (signal: AbortSignal, buying: Buying): Promise<Click[]> => {
  const url = `${buying.shop.gateway}/api/products/${buying.product}/stock`;
  const token = await buying.shop.admin();
  const changes: Promise<Click>[] = [];
  const clicks = buyUntil(signal, buying);
  while (!signal.aborted) {
    changes.push(call(url, { method: 'PATCH', token, body: { adjustment: 1 } }));
    await pause(2 * (buying.everyMs ?? 50));
  }

  return [...(await clicks), ...(await Promise.all(changes))];
};

/** Where in the flow it goes away. */
const places: Readonly<Record<Moment, typeof buyUntil>> = {
  placing: buyUntil,
  deciding: burst,
  reading: readUntil,
  changing: changeUntil,
};

/** The first order that is taken, of one click every 100 ms, whatever becomes of the others. */
const takenAgain = async (buying: Buying): Promise<string> => {
  const over = new AbortController();
  const taken = new Promise<string>((resolve, reject) => {
    const clickOn = async (): Promise<void> => {
      for (let tries = 0; tries < 300 && !over.signal.aborted; tries += 1) {
        void click(buying).then(({ orderId }) => orderId !== undefined && resolve(orderId), reject);
        await pause(100);
      }
      reject(new Error('No order was taken any more'));
    };
    void clickOn();
  });

  return taken.finally(() => over.abort());
};
