import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { migrate } from '../../migrations/migrate.js';
import { migrationSource } from '../../migrations/index.js';
import { freePort } from '../support/servers/freePort.js';
import { freshDatabase } from '../support/servers/postgres.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Ended = Readonly<{ code: number | null; out: string; err: string }>;

const runMigrate = async (databaseUrl: string | undefined, ...args: string[]): Promise<Ended> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'operations/migrate.ts', ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);

  return { code, out, err };
};

describe('The command that migrates', () => {
  it('brings an empty database to the newest schema and says each migration', async () => {
    const url = await freshDatabase({ migrated: false });
    const { code, out } = await runMigrate(url);

    expect(code).to.equal(0);
    for (const name of await migrationSource.getMigrations([])) expect(out).to.include(name);
    expect(await migrate(url)).to.deep.equal([]);
  });

  it('leaves a database that is up to date as it is', async () => {
    const { code, out } = await runMigrate(await freshDatabase());

    expect(code).to.equal(0);
    expect(out).to.include('up to date; 0 migrations');
  });

  it('says where no database responds, without the password', async () => {
    const port = await freePort();
    const { code, err } = await runMigrate(`postgres://me:secret-one@localhost:${port}/shop`);

    expect(code).to.equal(1);
    expect(err).to.include(`localhost:${port}/shop cannot be migrated`).and.include('ECONNREFUSED');
    expect(err).not.to.include('secret-one');
  });

  it('names the variable that is missing', async () => {
    const { code, err } = await runMigrate(undefined);

    expect(code).to.equal(1);
    expect(err).to.include('DATABASE_URL');
  });

  it('explains itself', async () => {
    const { code, out } = await runMigrate(undefined, '--help');

    expect(code).to.equal(0);
    expect(out).to.include('npm run migrate');
  });
});
