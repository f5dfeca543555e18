import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnEventStore, startOwnEventStore } from '../support/servers/ownEventStore.js';
import { createHome, type Home, type System } from '../support/servers/system.js';

describe('npm start with an event store of one’s own', function () {
  this.timeout(180_000);
  let store: OwnEventStore;
  let home: Home;
  let system: System;

  before(async () => {
    store = await startOwnEventStore();
    home = createHome();
    const hosts = `127.0.0.1:${store.port},localhost:${store.port}`;
    system = await home.start([], {
      QUICKSALE_EVENTSTORE_URL: `esdb://shop:planted-secret@${hosts}?tls=false`,
    });
  });

  after(async () => {
    await home.remove();
    await store.stop();
  });

  it('shows all its hosts, and the user, but no password', () => {
    expect(system.output()).to.match(
      /Event store +yours, esdb:\/\/shop:\*\*\*@127\.0\.0\.1:\d+,localhost:\d+\?tls=false/,
    );
    expect(system.output()).to.match(/Event store +esdb:.* \(streams: http:\/\/127\.0\.0\.1:\d+/);
  });

  it('rebuilds read models from it', async () => {
    const rebuilding = home.run('projections', ['rebuild', '--check']);

    expect(await rebuilding.exited, rebuilding.output()).to.equal(0);
    expect(rebuilding.output()).to.include('events, up to position');
    expect(rebuilding.output()).to.not.include('planted');
  });

  it('refuses another address by the usual name, without either', async () => {
    const other = createHome();
    const refused = other.run('start', [], {
      EVENTSTORE_URL: 'esdb://shop:planted-one@127.0.0.1',
      QUICKSALE_EVENTSTORE_URL: 'esdb://shop:planted-two@127.0.0.1',
    });
    const code = await refused.exited;
    await other.remove();

    expect(code).to.equal(1);
    expect(refused.output()).to.include('EVENTSTORE_URL and QUICKSALE_EVENTSTORE_URL are both set');
    expect(refused.output()).to.not.include('planted');
  });

  it('writes no password anywhere, that of the embedded Postgres neither', async () => {
    const { password } = new URL(system.endpoints.postgres);
    expect(await system.stop()).to.equal(0);
    const logs = join(system.folder, 'logs');
    const written = [
      system.output(),
      ...readdirSync(logs).map((name) => readFileSync(join(logs, name), 'utf8')),
    ];

    expect(password).to.have.length.greaterThan(20);
    for (const text of written) expect(text).to.not.include(password).and.not.include('planted');
  });
});
