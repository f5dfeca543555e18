import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { openShop } from '../support/clients/shop.js';
import { createHome, type Home } from '../support/servers/system.js';

describe('npm start on a machine that has other things to do', function () {
  this.timeout(600_000);
  let home: Home;
  let loops: readonly ChildProcess[];

  before(() => {
    home = createHome();
    loops = Array.from({ length: availableParallelism() + 1 }, () =>
      spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
    );
  });
  after(async () => {
    for (const loop of loops) loop.kill('SIGKILL');
    await home.remove();
  });

  it('is not given up; registration, log-in and an order succeed', async () => {
    const system = await home.start();
    const shop = openShop(system);
    const token = await shop.customer();
    const product = await shop.product(3);
    const { status, body } = await shop.order(token, product);

    expect(status).to.equal(201);
    expect(await shop.outcome(token, body.order.id)).to.include({ status: 'CONFIRMED' });
  });
});
