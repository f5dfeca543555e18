import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { expectSoundOrders } from '../support/assertions/soundOrders.js';
import { call } from '../support/clients/http.js';
import { type OrderLoad, startOrderLoad } from '../support/clients/orderLoad.js';
import {
  type LeadingProcess,
  type LeadingService,
  leadingServices,
  startTwoInstances,
  type TwoInstances,
} from '../support/servers/instances/twoInstances.js';

/** How often each leader meets each fault: INSTANCES_ROUNDS, once by default. */
const rounds = Number(process.env['INSTANCES_ROUNDS'] ?? 1);

const takeoverMs = 6_000;

/** Each begins at once and resolves to what heals it. */
const faults = {
  paused: (leader: LeadingProcess) => {
    leader.signal('SIGSTOP');

    return () => {
      leader.signal('SIGCONT');
    };
  },
  killed: (leader: LeadingProcess) => {
    leader.signal('SIGKILL');

    return leader.restart;
  },
  'cut off': (leader: LeadingProcess) => leader.cut(),
} as const;

describe('two processes of every service, under load', function () {
  this.timeout(300_000 + rounds * 180_000);
  let instances: TwoInstances;
  let database: Database;
  let load: OrderLoad;

  before(async () => {
    instances = await startTwoInstances();
    const logger = createLogger({ name: 'test', level: 'silent' });
    database = connectDatabase({ url: instances.databaseUrl, logger, queryTimeoutMs: 20_000 });
    const { gateways } = instances;
    const tokens = await Promise.all(Array.from({ length: 5 }, register));
    load = startOrderLoad({ gateways, tokens, productId: await addProduct(), everyMs: 100 });
    await eventually(() => expect(load.statuses.get(201)).to.be.above(10), 60_000);
  });

  after(async () => {
    await database.stop();
    await instances.stop();
  });

  for (const name of leadingServices)
    for (const [fault, begin] of Object.entries(faults))
      it(`a ${name} that leads and is ${fault} is replaced within 6 s`, async () => {
        for (let round = 0; round < rounds; round += 1) {
          const tookMs = await replace(name, begin);
          expect(tookMs, `round ${round + 1}`).to.be.below(takeoverMs);
        }
      });

  it('lost no order, counted none twice, and told nothing out of order', async () => {
    const accepted = await load.stop();

    await expectSoundOrders({ database, brokers: instances.brokers, accepted });
  });

  /** Returns how long nobody led, in milliseconds. */
  const replace = async (
    name: LeadingService,
    begin: (leader: LeadingProcess) => () => Promise<void> | void,
  ): Promise<number> => {
    const [one, two] = instances.leading[name];
    if (one === undefined || two === undefined) throw new Error(`there are not two of ${name}`);
    const [leader, other] = one.ledAt() > two.ledAt() ? [one, two] : [two, one];
    const begunAt = performance.now();
    const heal = begin(leader);
    await eventually(() => expect(other.ledAt()).to.be.above(begunAt), 30_000);
    const tookMs = other.ledAt() - begunAt;
    await heal();
    await sleep(1_000);

    return tookMs;
  };

  const gateway = () => instances.gateways[0] ?? '';

  const register = async (): Promise<string> => {
    const body = { email: `${randomUUID()}@example.com`, password: randomUUID() };
    const answer = await call(`${gateway()}/api/auth/register`, { body });

    return String(answer.body['accessToken']);
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
