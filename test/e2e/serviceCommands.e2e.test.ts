import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/assertions/eventually.js';
import { askReady, isWhole } from '../support/clients/ready.js';
import { openShopAt, type Shop } from '../support/clients/shop.js';
import { freePort } from '../support/servers/freePort.js';
import { admin, operatorVariables } from '../support/servers/instances/operator.js';
import { type OwnServers, startOwnServers } from '../support/servers/ownServers.js';
import { type Command, createHome, type Home } from '../support/servers/system.js';

const upstreams = {
  'auth-service': 'AUTH_URL',
  'inventory-service': 'INVENTORY_URL',
  'order-service': 'ORDERS_URL',
  'notifier-service': 'NOTIFIER_URL',
  'operations-service': 'OPERATIONS_URL',
} as const;

describe('one service per command, on the servers of .env', function () {
  this.timeout(240_000);
  let servers: OwnServers;
  let home: Home;
  let shop: Shop;
  let token: string;
  let productId: string;
  const commands = new Map<string, Command>();
  const urls = new Map<string, string>();

  before(async () => {
    servers = await startOwnServers();
    home = createHome();
    const { AUTH_SIGNING_KEY: key = '', ...others } = operatorVariables();
    const settings = { ...others, ...servers.variables };
    writeFileSync(
      join(home.folder, '.env'),
      [
        `AUTH_SIGNING_KEY="${key}"`,
        ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
        '',
      ].join('\n'),
    );
  });

  after(async () => {
    await home.remove();
    await servers.stop();
  });

  const start = async (command: string, env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const started = home.run(command, [], env);
    commands.set(command, started);
    await started.says('"ready":true');
    const [, url = ''] = /"ready":true.*"url":"([^"]+)"/.exec(started.output()) ?? [];
    urls.set(command, url);

    return url;
  };

  const ready = (url: string): Promise<void> =>
    eventually(async () => {
      const answer = await askReady(url);
      expect(isWhole(answer), JSON.stringify(answer.body)).to.equal(true);
    }, 60_000);

  for (const name of Object.keys(upstreams))
    it(`npm run ${name} is ready`, async () => {
      await ready(await start(name));
    });

  it('npm run kafka-processor projects and publishes', async () => {
    const [projector, bridge] = [await freePort(), await freePort()];
    await start('kafka-processor', {
      PROJECTOR_PORT: String(projector),
      BRIDGE_PORT: String(bridge),
    });
    for (const port of [projector, bridge]) await ready(`http://127.0.0.1:${port}`);
  });

  it('npm run api-gateway finds the others by their addresses, and an order is confirmed', async () => {
    const entries = Object.entries(upstreams);
    const gateway = await start(
      'api-gateway',
      Object.fromEntries(entries.map(([name, variable]) => [variable, urls.get(name) ?? ''])),
    );
    await ready(gateway);
    shop = openShopAt(gateway, admin);
    token = await shop.customer();
    productId = await shop.product(2);

    expect(await statusOfNewOrder()).to.equal('CONFIRMED');
  });

  it('inventory-service stops by Ctrl-C, and kafka-processor consumes in its place', async () => {
    expect(await interrupt('inventory-service')).to.equal(0);
    expect(await statusOfNewOrder()).to.equal('CONFIRMED');
  });

  for (const name of [
    'api-gateway',
    'auth-service',
    'order-service',
    'notifier-service',
    'operations-service',
  ])
    it(`${name} stops cleanly by Ctrl-C`, async () => {
      expect(await interrupt(name), commands.get(name)?.output()).to.equal(0);
    });

  it('kafka-processor stops cleanly by SIGTERM', async () => {
    expect(await interrupt('kafka-processor', 'SIGTERM')).to.equal(0);
    expect(home.processes()).to.deep.equal([]);
  });

  const statusOfNewOrder = async (): Promise<string> => {
    const { body } = await shop.order(token, productId);

    return (await shop.outcome(token, body.order.id)).status;
  };

  const interrupt = async (name: string, signal: NodeJS.Signals = 'SIGINT') => {
    const command = commands.get(name);
    command?.child.kill(signal);

    return command?.exited;
  };
});
