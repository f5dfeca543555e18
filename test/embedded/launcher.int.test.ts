import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChild } from '../../embedded/supervisor/child.js';
import {
  isDataFolderLocked as isLocked,
  lockDataFolder,
  openDataFolder,
  openSecrets,
} from '../../embedded/launcher/dataFolder.js';
import { serviceEnvironment, urlsOf } from '../../embedded/launcher/environment.js';
import { endLeftovers, recordProcesses } from '../../embedded/host/processRecord.js';
import { choosePorts } from '../../embedded/launcher/ports.js';
import { startOf } from '../../embedded/host/processIdentity.js';
import { type ServiceName, serviceNames } from '../../embedded/launcher/layout.js';
import { eventually } from '../support/assertions/eventually.js';

describe('The launcher', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quicksale-launcher-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe('choosing ports', () => {
    const wish = { variable: 'SHOP_PORT', port: 0 };

    it('takes the usual one, and a free one when that is taken', async () => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const taken = portOf(holder);
      const { shop } = await choosePorts({ shop: { ...wish, port: taken } }, {}, '127.0.0.1');
      holder.close();
      await once(holder, 'close');
      const again = await choosePorts({ shop: { ...wish, port: taken } }, {}, '127.0.0.1');

      expect(shop).to.be.within(20_000, 32_000);
      expect(again.shop).to.equal(taken);
    });

    it('gives everybody another one', async () => {
      const wishes = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, wish]));
      const ports = await choosePorts(wishes, { SHOP_PORT: '0' }, '127.0.0.1');

      expect(new Set(Object.values(ports)).size).to.equal(4);
    });

    it('names HOST when it is no address of this machine', async () => {
      const refused = await choosePorts({ shop: wish }, {}, 'x86_64-conda-linux-gnu').catch(String);

      expect(refused).to.match(/HOST=x86_64-conda-linux-gnu: this machine has no such address/);
    });

    for (const [text, why] of [
      ['tcp://10.0.0.1:80', 'a link of Docker'],
      ['http', 'no number'],
      ['70000', 'too high'],
      ['-1', 'too low'],
    ])
      it(`names the variable when its value is ${why ?? ''}`, async () => {
        const refused = await choosePorts({ shop: wish }, { SHOP_PORT: text }, '127.0.0.1').then(
          () => 'chosen',
          String,
        );

        expect(refused).to.include(`SHOP_PORT=${text ?? ''}`);
      });
  });

  describe('locking its data folder', () => {
    it('keeps a second one out, by name, until it is released', async () => {
      const lock = await lockDataFolder(folder);
      const refused = await lockDataFolder(folder).then(() => 'locked', String);
      expect(await isLocked(folder)).to.equal(true);
      await lock.release();

      expect(refused).to.include(folder).and.to.include(`process ${process.pid}`);
      expect(await isLocked(folder)).to.equal(false);
      await (await lockDataFolder(folder)).release();
    });

    it('works in a folder with a very long name', async () => {
      const deep = join(folder, 'x'.repeat(120));
      mkdirSync(deep);
      const lock = await lockDataFolder(deep);

      expect(await isLocked(deep)).to.equal(true);
      await lock.release();
    });

    it('has one lock for a long name and for a symbolic link to it', async () => {
      const deep = join(folder, 'x'.repeat(120));
      mkdirSync(deep);
      symlinkSync(deep, join(folder, 'short'));
      const lock = await lockDataFolder(deep);

      expect(await isLocked(join(folder, 'short'))).to.equal(true);
      await lock.release();
    });

    it('does not depend on the folder for temporary files of one shell', async () => {
      const deep = join(folder, 'y'.repeat(120));
      mkdirSync(deep);
      const lock = await lockDataFolder(deep);

      expect(lock.file).to.match(/^\/tmp\/quicksale-/);
      await lock.release();
    });

    it('takes over what a killed one left', async () => {
      writeFileSync(join(folder, 'launcher.sock'), '');

      await (await lockDataFolder(folder)).release();
    });
  });

  describe('after it was killed', () => {
    it('ends the processes that it left, and only those', async () => {
      const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      const record = recordProcesses(folder);
      record.add('left', left.pid ?? 0);
      // the number of a process that ended long ago, and now somebody else's
      const path = join(folder, 'processes.json');
      const old = { name: 'reused', pid: stranger.pid, start: '1' };
      const own = { name: 'left', pid: left.pid, start: startOf(left.pid ?? 0) };
      writeFileSync(path, JSON.stringify([own, old]));

      expect(await endLeftovers(folder, [['SIGTERM', 5_000]])).to.deep.equal(['left']);
      expect(startOf(left.pid ?? 0)).to.equal(null);
      expect(stranger.exitCode).to.equal(null);
      stranger.kill();
      await once(stranger, 'exit');
    });

    it('is not held up by a record that the kill cut short', async () => {
      writeFileSync(join(folder, 'processes.json'), '[{"name":"ka');

      expect(await endLeftovers(folder, [['SIGTERM', 5_000]])).to.deep.equal([]);
    });
  });

  describe('starting a process', () => {
    const launch = (lowPriority: boolean) => {
      const module = join(folder, 'part.mjs');
      writeFileSync(module, `console.log('{"ready":true}'); setInterval(() => {}, 1000);`);

      return launchChild({
        name: 'part',
        module: pathToFileURL(module),
        env: {},
        ...(lowPriority ? { untilLowPriority: () => Promise.resolve() } : {}),
        logFile: join(folder, 'part.log'),
      });
    };

    for (const [what, lowPriority, nice] of [
      ['that every click waits for with the usual priority', false, 0],
      ['that works behind the others below it', true, 10],
    ] as const)
      it(`runs one ${what}`, async () => {
        const { pid, ready, stop } = launch(lowPriority);
        try {
          await ready;

          await eventually(() => {
            expect(getPriority(pid)).to.equal(Math.min(getPriority() + nice, 19));
            expect(sessionsNice(pid)).to.be.oneOf([null, nice]);
          });
        } finally {
          await stop();
        }
      });
  });

  describe('keeping secrets', () => {
    it('makes them once, for its own eyes', () => {
      const data = openDataFolder({ QUICKSALE_DATA: join(folder, 'data') });
      const first = openSecrets(data);
      const second = openSecrets(data);

      expect(first.isNew).to.equal(true);
      expect(second).to.deep.equal({ ...first, isNew: false });
      expect(statSync(join(data, 'secrets.json')).mode & 0o777).to.equal(0o600);
      expect(statSync(data).mode & 0o777).to.equal(0o711);
    });

    it('shows them to the process that signs, and to no other', () => {
      const secrets = openSecrets(folder);
      const numbers = serviceNames.map((name, index) => [name, index + 1] as const);
      const ports = Object.fromEntries(numbers) as Record<ServiceName, number>;
      const addresses = { postgres: 'p', eventStore: 'e', kafka: 'k', redis: null };
      const admin = { email: 'a@example.com', password: 'x' };
      const urls = urlsOf(ports, '0.0.0.0');
      const setting = { env: { npm_x: '1' }, ports, urls, addresses, admin, secrets };
      const auth = serviceEnvironment(setting, ['auth']);
      const orders = serviceEnvironment(setting, ['orders']);

      expect(auth).to.include({ AUTH_SIGNING_KEY: secrets.signingKey, ADMIN_PASSWORD: 'x' });
      expect(Object.keys(orders)).to.not.include.members(['AUTH_SIGNING_KEY', 'ADMIN_PASSWORD']);
      expect(orders).to.include({ ORDERS_PORT: '4', ORDERS_URL: 'http://127.0.0.1:4' });
      expect(orders).to.not.have.any.keys('REDIS_URL', 'npm_x');
    });
  });
});

/** Null where the system shares no time out by session. */
const sessionsNice = (pid: number): number | null => {
  const file = `/proc/${pid}/autogroup`;

  return existsSync(file) ? Number(/nice (-?\d+)/.exec(readFileSync(file, 'utf8'))?.[1]) : null;
};

const portOf = (server: ReturnType<typeof createServer>): number => {
  const address = server.address();

  return typeof address === 'object' && address !== null ? address.port : 0;
};
