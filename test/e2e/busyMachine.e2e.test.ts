import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect } from 'chai';
import { openShop } from '../support/clients/shop.js';
import { asNpmDoes, createHome, type Home } from '../support/servers/system.js';

/**
 * The system and what keeps the machine from it run below the usual priority, both alike: tests
 * that run beside this one would otherwise wait for it.
 */
const below = (...command: string[]): [string, ...string[]] => ['nice', '-n', '10', ...command];

describe('npm start on a machine that has other things to do', function () {
  this.timeout(600_000);
  let home: Home;
  let loops: readonly ChildProcess[];

  before(() => {
    home = createHome({ ...asNpmDoes, program: (folder) => below(...asNpmDoes.program(folder)) });
    const [program, ...args] = below(process.execPath, '-e', 'for (;;);');
    loops = Array.from({ length: availableParallelism() + 1 }, () =>
      spawn(program, args, { stdio: 'ignore' }),
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
