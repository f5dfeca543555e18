import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { canEnter, postgresAccount } from '../../embedded/postgres/account.js';
import { bundledPostgres } from '../../embedded/postgres/binaries.js';
import { initialiseCluster } from '../../embedded/postgres/cluster.js';
import { removePostgres, startPostgres } from '../../embedded/postgres/index.js';
import { ensureDatabase } from '../../embedded/postgres/ensureDatabase.js';
import { dataLocationFor } from '../../embedded/postgres/dataLocation.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';

describe('embedded Postgres', () => {
  let home: string;
  let dir: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'quicksale-pg-'));
    chmodSync(home, 0o711);
    dir = join(home, 'postgres');
  });

  afterEach(() => {
    removePostgres(dir);
    rmSync(home, { recursive: true, force: true });
  });

  it('keeps its data from one start to the next', async () => {
    const first = await start();
    await query(first.url, 'create table kept (value int)');
    await query(first.url, 'insert into kept values (42)');
    await first.stop();

    const second = await start();
    const rows = await query(second.url, 'select value from kept');
    await second.stop();

    expect(rows).to.deep.equal([{ value: 42 }]);
  });

  it('is waited for as long as it lives, however late it accepts a connection', async () => {
    const server = await start();
    const ended = new Promise<void>(() => undefined);
    process.kill(server.pid, 'SIGSTOP');
    setTimeout(() => process.kill(server.pid, 'SIGCONT'), 1_500);
    await ensureDatabase(server.url, { exited: ended }, 200);

    await server.stop();
    const late = await rejectionOf(ensureDatabase(server.url, { exited: Promise.resolve() }, 200));
    expect(late).to.have.property('code', 'ECONNREFUSED');
  });

  it('commits durably', async () => {
    const server = await startPostgres({ dir, port: 0 });
    const rows = await query(
      server.url,
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')",
    );
    await server.stop();

    expect(rows.map(({ setting }) => setting)).to.deep.equal(['on', 'on', 'on']);
  });

  it('ends a server that outlived its launcher, and has all that it had committed', async () => {
    const orphan = await start();
    await query(orphan.url, 'create table kept as select 7 as value');
    const messages: string[] = [];

    const next = await start((message) => messages.push(message));
    const rows = await query(next.url, 'select value from kept');
    await next.stop();

    expect(rows).to.deep.equal([{ value: 7 }]);
    expect(messages.join()).to.include(`process ${orphan.pid}`);
    await orphan.exited;
  });

  it('starts after kill -9 of the server, over its lock file', async () => {
    const killed = await start();
    await query(killed.url, 'create table kept as select 8 as value');
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    expect(existsSync(join(dir, 'data', 'postmaster.pid'))).to.equal(true);

    const next = await start();
    const rows = await query(next.url, 'select value from kept');
    const [sync] = await query(next.url, 'show recovery_init_sync_method');
    await next.stop();

    expect(rows).to.deep.equal([{ value: 8 }]);
    // a second faster than with each of its 1 500 files
    if (process.platform === 'linux')
      expect(sync).to.deep.equal({ recovery_init_sync_method: 'syncfs' });
  });

  it('makes the cluster anew when its first start was cut short', async () => {
    const first = await start();
    await first.stop();
    rmSync(join(dir, 'initialised'));
    rmSync(join(dir, 'data', 'PG_VERSION'));

    const second = await start();
    expect(await query(second.url, 'select 1 as one')).to.deep.equal([{ one: 1 }]);
    await second.stop();
  });

  it('names the reason when its port is taken', async () => {
    const holder = await start();
    const other = join(home, 'other');
    const refusal = await startPostgres({ dir: other, port: holder.port, durable: false }).then(
      () => 'started',
      String,
    );
    await holder.stop();

    expect(refusal).to.include('Address already in use');
  });

  for (const [what, name] of [
    ['characters that mean something to a shell', 'a$HOME`id`"b"\'c\'\\d;e&f*'],
    ['a dash in front', '-D'],
    ['a long path', join('x'.repeat(200), 'y'.repeat(200), 'z'.repeat(200))],
  ] as const)
    it(`works in a folder with ${what}`, async () => {
      dir = join(home, name);
      const server = await start();
      expect(await query(server.url, 'select 1 as one')).to.deep.equal([{ one: 1 }]);
      await server.stop();
    });

  it('works in a folder behind a symbolic link', async () => {
    mkdirSync(join(home, 'real'));
    symlinkSync(join(home, 'real'), join(home, 'link'));
    dir = join(home, 'link', 'postgres');
    const server = await start();
    await server.stop();

    expect(existsSync(join(home, 'real', 'postgres'))).to.equal(true);
  });

  it('refuses a path with a line break in a sentence', async () => {
    dir = join(home, 'a\nb');

    // of which the process writes no stack
    expect(await start().catch(String)).to.match(/^FinalError: .*line break.*QUICKSALE_DATA/);
  });

  it('refuses a path that is too long for Postgres in a sentence', async () => {
    dir = join(home, ...Array.from({ length: 5 }, () => 'x'.repeat(200)));

    expect(await start().catch(String)).to.match(/too long for Postgres.*QUICKSALE_DATA/);
  });

  it('runs a copy of the programs where a shell would not find them by their path', async () => {
    const folder = join(home, 'a$HOME`id`', 'native');
    cpSync(bundledPostgres().folder, folder, { recursive: true, verbatimSymlinks: true });
    const bundle = { folder, version: `test-${randomUUID()}` };
    const location = dataLocationFor(dir, postgresAccount(), bundle);
    await initialiseCluster(location, postgresAccount());
    rmSync(location.programs, { recursive: true });

    expect(location.programs).to.not.match(/[$`]/);
    expect(location.notices.join()).to.include(`running a copy in ${location.programs}`);
    expect(existsSync(join(location.data, 'PG_VERSION'))).to.equal(true);
  });

  describe('under a folder that is closed to the OS user postgres', () => {
    before(function () {
      if (process.getuid?.() !== 0) this.skip();
    });

    it('opens our own folder', async () => {
      execFileSync('mkdir', ['-m', '0700', dir]);
      const server = await start();
      await server.stop();

      expect(existsSync(join(dir, 'data', 'PG_VERSION'))).to.equal(true);
    });

    it('keeps its data elsewhere, says so, and finds it again', async () => {
      chmodSync(home, 0o700);
      const messages: string[] = [];
      const first = await start((message) => messages.push(message));
      await query(first.url, 'create table kept as select 9 as value');
      await first.stop();
      const second = await start();
      const rows = await query(second.url, 'select value from kept');
      await second.stop();

      expect(rows).to.deep.equal([{ value: 9 }]);
      expect(messages.join()).to.match(/closed to the OS user postgres.*\/var\/lib\/quicksale/);
      expect(existsSync(join(dir, 'data'))).to.equal(false);
    });

    it('runs a copy of the programs, made once, when their own folder is closed', () => {
      chmodSync(home, 0o700);
      const account = postgresAccount();
      const folder = join(home, 'native');
      execFileSync('cp', ['-r', bundledPostgres().folder, folder]);
      const bundle = { folder, version: `test-${randomUUID()}` };
      const location = dataLocationFor(dir, account, bundle);
      const again = dataLocationFor(dir, account, bundle);
      const version = execFileSync(join(location.programs, 'bin', 'postgres'), ['--version'], {
        ...account,
        cwd: '/',
        encoding: 'utf8',
      });
      rmSync(location.programs, { recursive: true });

      expect(version).to.include('PostgreSQL');
      expect(location.programs).to.match(/^\/var\/lib\/quicksale\/postgres-test-/);
      expect(again.programs).to.equal(location.programs);
      expect(location.notices.join()).to.include(folder);
    });

    it('sees that a folder is closed', () => {
      chmodSync(home, 0o700);
      const nobody = { uid: 65_534, gid: 65_534 };

      expect(canEnter(nobody, home)).to.equal(false);
      expect(canEnter(nobody, tmpdir())).to.equal(true);
    });
  });

  const start = (info: (message: string) => void = () => undefined) =>
    startPostgres({ dir, port: 0, durable: false, logger: { info, warn: info } });
});

const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text);

    return result.rows;
  } finally {
    await client.end();
  }
};
