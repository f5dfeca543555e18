import { expect } from 'chai';
import { serviceNames } from '../../embedded/launcher/layout.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

describe('npm start -- --processes', function () {
  this.timeout(180_000);
  let home: Home;
  let system: System;

  before(async () => {
    home = createHome();
    system = await home.start(['--processes'], unlimited);
  });

  after(() => home.remove());

  it('runs every service in a process of its own', () => {
    const pids = serviceNames.map((name) => system.pidOf(name));

    expect(new Set(pids).size).to.equal(serviceNames.length);
    expect(home.processes()).to.include.members(pids);
  });

  for (const name of serviceNames)
    it(`brings ${name} back after kill -9 in the middle of the demo, which ends well`, async () => {
      const pid = system.pidOf(name);
      const demo = home.run('demo', ['--short']);
      await demo.says('at once');
      process.kill(pid, 'SIGKILL');

      expect(await demo.exited, demo.output()).to.equal(0);
      expect(system.pidOf(name)).to.not.equal(pid);
      expect(system.output()).to.match(new RegExp(`${name} +ended \\(SIGKILL\\)`));
    });

  it('stops with exit code 0 and leaves nothing running', async () => {
    expect(await system.stop()).to.equal(0);
    expect(home.processes()).to.deep.equal([]);
  });
});
