import { expect } from 'chai';
import {
  type DenyingEventStore,
  refusals,
  startDenyingEventStore,
} from '../support/servers/denyingEventStore.js';
import { freePort } from '../support/servers/freePort.js';
import { startOwnEventStore } from '../support/servers/ownEventStore.js';
import { createHome, type Home } from '../support/servers/system.js';

describe('npm start with servers of one’s own that cannot be used', function () {
  this.timeout(120_000);
  let home: Home;
  let store: DenyingEventStore;

  before(async () => {
    home = createHome();
    store = await startDenyingEventStore(refusals.noRight);
  });
  after(async () => {
    store.stop();
    await home.remove();
  });

  it('says at once which are not there, and why, without a password', async () => {
    const [one, two] = [await freePort(), await freePort()];
    const starting = home.run('start', [], {
      EVENTSTORE_URL: `esdb://shop:planted@127.0.0.1:${one},127.0.0.1:${two}?tls=false`,
      DATABASE_URL: `postgres://shop:planted@127.0.0.1:${one}/shop`,
      KAFKA_BROKERS: `127.0.0.1:${one}`,
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'shop',
      KAFKA_SASL_PASSWORD: 'planted',
      REDIS_URL: `redis://:planted@127.0.0.1:${one}`,
    });
    for (const title of ['Event store', 'Postgres', 'Kafka', 'Redis']) await starting.says(title);
    starting.child.kill('SIGINT');

    expect(await starting.exited).to.equal(0);
    for (const [, seconds] of starting.output().matchAll(/^ *([\d.]+) s .*ECONNREFUSED/gm))
      expect(Number(seconds)).to.be.lessThan(5);
    const refusal = `ECONNREFUSED 127.0.0.1:${one}`;
    expect(starting.output())
      .to.include(`esdb://shop:***@127.0.0.1:${one},127.0.0.1:${two}?tls=false: ${refusal}`)
      .and.include(`postgres://shop:***@127.0.0.1:${one}/shop: ${refusal}; waiting`)
      .and.include(`127.0.0.1:${one}: ${refusal}; waiting`)
      .and.include(`redis://:***@127.0.0.1:${one}: ${refusal}; waiting`)
      .and.not.include('planted');
  });

  it('goes on when they come, having said that it waits', async () => {
    const port = await freePort();
    const starting = home.run('start', [], {
      EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false`,
    });
    await starting.says('ECONNREFUSED');
    const node = await startOwnEventStore(port);
    await starting.says('Event store  yours');
    starting.child.kill('SIGINT');
    await starting.exited;
    await node.stop();
  });

  it('ends at once when the account may not read everything, with the way to get the right', async () => {
    const refused = home.run('start', [], {
      EVENTSTORE_URL: `esdb://shop:planted@127.0.0.1:${store.port}?tls=false`,
    });

    expect(await refused.exited).to.equal(1);
    expect(refused.output())
      .to.include('"shop" read $all (7 PERMISSION_DENIED: Access Denied)')
      .and.include('npm run access -- grant-read --account shop')
      .and.not.include('planted')
      .and.not.include('    at ');
    expect(home.processes()).to.deep.equal([]);
  });
});
