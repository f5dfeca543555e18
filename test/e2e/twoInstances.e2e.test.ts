import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { expectSoundOrders } from '../support/assertions/soundOrders.js';
import { takeoverSteps, watchLateness } from '../support/clients/lateness.js';
import { call } from '../support/clients/http.js';
import { type OrderLoad, startOrderLoad } from '../support/clients/orderLoad.js';
import { summaryOf } from '../support/assertions/summary.js';
import {
  type ConsumingService,
  consumingServices,
  type Instance,
  type LeadingService,
  leadingServices,
  startTwoInstances,
  type TwoInstances,
} from '../support/servers/instances/twoInstances.js';

/**
 * How often each service meets each fault: INSTANCES_ROUNDS; of 20 it takes an hour. Without it,
 * each that leads meets each once, and those that consume meet each together, once.
 */
const rounds = Number(process.env['INSTANCES_ROUNDS'] ?? 0);

const leaderReplacedMs = 6_000;

/**
 * Kafka notices after 6 s, the shortest session that it allows, and then the group is formed anew;
 * and the orders of those two seconds are decided and told.
 */
const consumerReplacedMs = 12_000;

/** Access tokens last 15 minutes. */
const renewAfterMs = 300_000;

/** The orders that are placed so long after a fault have to be decided and told. */
const watchedMs = 2_000;

type Heal = () => Promise<void> | void;

/** `lateMs`: how late the other process was at most, meanwhile, with a response of its own. */
type Takeover = Readonly<{ tookMs: number; lateMs: number }>;

/** Each begins at once and returns what heals it. */
const faults = {
  paused: (leader: Instance) => {
    leader.signal('SIGSTOP');

    return () => {
      leader.signal('SIGCONT');
    };
  },
  killed: (leader: Instance) => {
    leader.signal('SIGKILL');

    return leader.restart;
  },
  'cut off': (leader: Instance) => leader.cut(),
} as const;

describe('two processes of every service, under load', function () {
  this.timeout(300_000 + rounds * 60_000);
  let instances: TwoInstances;
  let database: Database;
  let load: OrderLoad;
  const reports: string[] = [];
  const buyers = Array.from({ length: 5 }, () => ({
    email: `${randomUUID()}@example.com`,
    password: randomUUID(),
  }));
  let tokens: string[] = [];
  let signedInAt = 0;

  before(async () => {
    instances = await startTwoInstances();
    const logger = createLogger({ name: 'test', level: 'silent' });
    database = connectDatabase({ url: instances.databaseUrl, logger, queryTimeoutMs: 20_000 });
    const { gateways } = instances;
    tokens = await Promise.all(buyers.map((buyer) => signIn('register', buyer)));
    signedInAt = performance.now();
    const productIds: string[] = [];
    while (productIds.length < 13)
      await eventually(async () => productIds.push(await addProduct()));
    load = startOrderLoad({ gateways, tokens, productIds, everyMs: 100 });
    await eventually(() => expect(load.statuses.get(201)).to.be.above(10), 180_000);
  });

  after(async () => {
    await database.stop();
    await instances.stop();
  });

  for (const name of leadingServices)
    for (const [fault, begin] of Object.entries(faults))
      it(`a ${name} that leads and is ${fault} is replaced within 6 s`, () =>
        repeat(`${name}, ${fault}`, leaderReplacedMs, () => replace(name, begin)));

  const victims: readonly (readonly ConsumingService[])[] =
    rounds > 0 ? consumingServices.map((name) => [name]) : [consumingServices];
  for (const names of victims)
    for (const [fault, begin] of Object.entries(faults))
      it(`what ${names.join(', ')} consumed when ${fault} is consumed by the other`, () =>
        repeat(`${names.join(', ')}, ${fault}`, consumerReplacedMs, (round) =>
          consumeWithout(names, { round, begin }),
        ));

  it('lost no order, counted none twice, and told nothing out of order', async () => {
    const accepted = await load.stop();
    if (rounds > 0) process.stdout.write(`${reports.join('\n')}\n${accepted.length} orders\n`);

    await expectSoundOrders({ database, brokers: instances.brokers, accepted });
  });

  const repeat = async (
    name: string,
    limitMs: number,
    once: (round: number) => Promise<Takeover>,
  ): Promise<void> => {
    const all: Takeover[] = [];
    for (let round = 0; round < Math.max(rounds, 1); round += 1) {
      await renewTokens();
      all.push(await once(round));
    }
    reports.push(`      ${name}: ${summaryOf(all.map(({ tookMs }) => tookMs))}`);
    for (const { tookMs, lateMs } of all)
      expect(tookMs, `${name}, ${lateMs} ms late`).to.be.below(limitMs + takeoverSteps * lateMs);
  };

  /** Returns how long nobody led. */
  const replace = async (
    name: LeadingService,
    begin: (leader: Instance) => Heal,
  ): Promise<Takeover> => {
    const [one, two] = instances.leading[name];
    if (one === undefined || two === undefined) throw new Error(`there are not two of ${name}`);
    const [leader, other] = one.ledAt() > two.ledAt() ? [one, two] : [two, one];
    const lateness = watchLateness(other.url);
    const begunAt = performance.now();
    const heal = begin(leader);
    try {
      await eventually(() => expect(other.ledAt()).to.be.above(begunAt), 30_000);

      return { tookMs: other.ledAt() - begunAt, lateMs: await lateness() };
    } finally {
      await lateness();
      await heal();
      await sleep(1_000);
    }
  };

  /** Returns how long it took until the orders placed meanwhile were decided and told. */
  const consumeWithout = async (
    names: readonly ConsumingService[],
    { round, begin }: Readonly<{ round: number; begin: (one: Instance) => Heal }>,
  ): Promise<Takeover> => {
    const half = instances.consuming[round % 2];
    const others = instances.consuming[(round + 1) % 2];
    if (half === undefined || others === undefined) throw new Error('there are not two of each');
    const lateness = watchLateness(others.orders.url);
    const begunAt = performance.now();
    const heals = names.map((name) => begin(half[name]));
    try {
      await untilTold(watchedMs);

      return { tookMs: performance.now() - begunAt, lateMs: await lateness() };
    } finally {
      await lateness();
      for (const heal of heals) await heal();
      // until both are members again, and have their shares
      await sleep(4_000);
    }
  };

  /** Resolves when the orders that are placed from now on, for as long, are decided and told. */
  const untilTold = async (placedForMs: number): Promise<void> => {
    const from = new Date();
    await sleep(placedForMs);
    let until = new Date();
    await eventually(async () => {
      type Counts = Readonly<{ orders: number; open: number }>;
      const [row] = await database.query<Counts>(untold, [from, until]);
      // on a busy machine none may be placed in so short a time
      if (row?.orders === 0) until = new Date();
      expect(row?.orders).to.be.above(0);
      expect(row?.open).to.equal(0);
      await sleep(50);
    }, 30_000);
  };

  const gateway = () => instances.gateways[0] ?? '';

  const signIn = async (
    way: 'register' | 'login',
    body: Readonly<{ email: string; password: string }>,
  ): Promise<string> => {
    const answer = await call(`${gateway()}/api/auth/${way}`, { body });

    return String(answer.body['accessToken']);
  };

  /** Twenty rounds take longer than a token lasts. */
  const renewTokens = async (): Promise<void> => {
    if (performance.now() - signedInAt < renewAfterMs) return;
    signedInAt = performance.now();
    for (const [at, buyer] of buyers.entries())
      await eventually(async () => {
        const token = await signIn('login', buyer);
        expect(token).to.match(/\./);
        tokens[at] = token;
      });
  };

  const addProduct = async (): Promise<string> => {
    const { admin } = instances;
    const login = await call(`${gateway()}/api/auth/login`, { body: admin });
    const body = {
      name: randomUUID(),
      sku: randomUUID(),
      category: 'shoes',
      price: 10,
      stock: 1e6,
    };
    const token = String(login.body['accessToken']);
    const answer = await call(`${gateway()}/api/products`, { body, token });
    expect(answer.status).to.equal(201);

    return (answer.body['product'] as Readonly<{ id: string }>).id;
  };
});

/** The orders that were placed between two times, and how many of them nobody was told of. */
const untold = `
  SELECT count(*) AS orders, count(*) FILTER (WHERE order_id NOT IN (
    SELECT order_id FROM notify.notifications
    WHERE created_at >= $1 AND data->>'status' = 'CONFIRMED'
  )) AS open
  FROM read.orders WHERE created_at BETWEEN $1 AND $2`;
