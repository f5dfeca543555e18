import { expect } from 'chai';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectStatus } from '../../embedded/demo/api.js';
import { root } from '../architecture/repository.js';
import { openShop } from '../support/clients/shop.js';
import { createHome, type Home } from '../support/servers/system.js';

const strange = '-a $HOME `id` "b" it\'s %2f #c?&; ü';
const data = join(strange, '.quicksale');

const mayMount = spawnSync('unshare', ['-m', 'true']).status === 0;

/**
 * What `npm start` runs in the clone, which is mounted at a second place where that is allowed. npm
 * itself would keep the interrupt that stops it.
 */
const inClone = (home: string): readonly [string, ...string[]] => {
  const clone = join(home, strange);
  const start = 'exec node embedded/commands/run.cjs "$@"';
  const mount = `mount --bind "$1" "$2" && cd -- "$2" && shift 2 && ${start}`;

  return mayMount
    ? ['unshare', '-m', 'sh', '-c', mount, 'sh', clone, mountedIn(home)]
    : ['sh', '-c', `cd -- "$1" && shift && ${start}`, 'sh', clone];
};

const mountedIn = (home: string): string => join(home, `mounted ${strange}`);

describe('A whole clone', function () {
  this.timeout(240_000);
  let home: Home;

  before(() => {
    home = createHome({ data, program: inClone });
    // where it is closed, Postgres keeps its data elsewhere when root starts it
    chmodSync(home.folder, 0o755);
  });
  after(() => home.remove());

  it('sells where its path is mounted and no shell would take it, to a user without a home', async () => {
    const clone = join(home.folder, strange);
    copyClone(clone);
    mkdirSync(mountedIn(home.folder));
    const path = join(mayMount ? mountedIn(home.folder) : clone, '.quicksale');
    const system = await home.start([], { HOME: '/nonexistent/home', QUICKSALE_DATA: path });
    const shop = openShop(system);
    const token = await shop.customer();
    const { order } = expectStatus(await shop.order(token, await shop.product(3)), 201);

    expect((await shop.outcome(token, order.id)).status).to.equal('CONFIRMED');
    expect(await system.stop()).to.equal(0);
    expect(existsSync(join(home.folder, data, 'postgres', 'data', 'PG_VERSION'))).to.equal(true);
    expect(home.processes()).to.deep.equal([]);
  });

  it('says that Node loads nothing from a folder with a backslash', () => {
    const clone = join(home.folder, 'a\\b');
    for (const path of ['package.json', 'embedded/commands'])
      cpSync(join(root, path), join(clone, path), { recursive: true });
    const { status, stderr } = spawnSync('npm', ['start'], { cwd: clone, encoding: 'utf8' });

    expect(status).to.equal(1);
    expect(stderr)
      .to.include('Move the clone to a folder without one')
      .and.not.match(/^ {4}at /m);
  });
});

/** What git has, and what an installation and a build made of it; packages as hard links. */
const copyClone = (clone: string): void => {
  const list = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  for (const path of list.split('\0').filter((each) => each !== '' && existsSync(join(root, each))))
    cpSync(join(root, path), join(clone, path), { preserveTimestamps: true });
  cpSync(join(root, 'dist'), join(clone, 'dist'), { recursive: true, preserveTimestamps: true });
  const [from, to] = [join(root, 'node_modules'), join(clone, 'node_modules')];
  if (spawnSync('cp', ['-al', '--', from, to]).status !== 0)
    cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
};
