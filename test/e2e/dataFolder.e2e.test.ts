import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

describe('The data folder, while the system runs on it', function () {
  this.timeout(240_000);
  let home: Home;

  beforeEach(() => {
    home = createHome();
  });
  afterEach(() => home.remove());

  it('is missed within seconds when it vanishes, and nothing is accepted after that', async () => {
    const system = await home.start([], unlimited);
    expect(await register(system)).to.equal(201);
    rmSync(system.folder, { recursive: true, force: true, maxRetries: 10 });
    removeAllOf(system.folder);
    const removedAt = performance.now();
    const accepted = await registerUntilRefused(system);

    expect(await system.exited).to.equal(1);
    expect(performance.now() - removedAt).to.be.lessThan(15_000);
    expect(accepted - removedAt).to.be.lessThan(1_000);
    expect(system.output())
      .to.match(/is gone, while it was in use|takes no writes any more/)
      .and.not.match(/^ {4}at /m);
    expect(home.processes()).to.deep.equal([]);
  });

  it('is missed when it was moved away, and is whole where it went', async () => {
    const system = await home.start([], unlimited);
    const email = `kept-${Date.now()}@example.com`;
    expect(await register(system, email)).to.equal(201);
    renameSync(system.folder, `${system.folder}.old`);
    mkdirSync(system.folder);

    expect(await system.exited).to.equal(1);
    expect(system.output()).to.match(/(is gone|was replaced by another), while it was in use/);
    rmSync(system.folder, { recursive: true });
    renameSync(`${system.folder}.old`, system.folder);
    const again = await home.start([], unlimited);
    expect(await register(again, email)).to.equal(409);
    await again.stop();
  });

  it('says which log was removed, and goes on', async () => {
    const system = await home.start([], unlimited);
    rmSync(join(system.folder, 'logs', 'api.log'));
    await system.says('api.log was removed');

    expect(await register(system)).to.equal(201);
    expect(await system.stop()).to.equal(0);
  });
});

const register = async ({ endpoints }: System, email = `${Math.random()}@example.com`) => {
  const answer = await fetch(`${endpoints.gateway}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password: 'correct horse battery' }),
  }).catch(() => null);

  return answer?.status ?? 0;
};

/** When the last one was sent that was accepted. */
const registerUntilRefused = async (system: System): Promise<number> => {
  let accepted = performance.now();
  for (;;) {
    const sentAt = performance.now();
    const status = await register(system);
    if (status === 0) return accepted;
    if (status === 201) accepted = sentAt;
    await sleep(20);
  }
};

/** What the system wrote while it was being removed. */
const removeAllOf = (folder: string): void => {
  while (existsSync(folder)) {
    for (const name of readdirSync(folder))
      rmSync(join(folder, name), { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
};
