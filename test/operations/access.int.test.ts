import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../architecture/repository.js';
import { type OwnEventStore, startOwnEventStore } from '../support/servers/ownEventStore.js';

describe('The command that grants reading of $all', function () {
  this.timeout(120_000);
  let store: OwnEventStore;
  let folder: string;

  before(async () => {
    store = await startOwnEventStore();
    folder = mkdtempSync(join(tmpdir(), 'quicksale-access-'));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await store.stop();
  });

  const grant = async (content: string, input = '', file = join(folder, 'admin-url')) => {
    writeFileSync(join(folder, 'admin-url'), content);
    const args = ['operations/access.ts', 'grant-read', '--account', 'shop'];
    const child = spawn(process.execPath, ['--import', 'tsx', ...args, '--admin-url-file', file], {
      cwd: root,
    });
    child.stdin.end(input);

    return (await Promise.all([text(child.stdout), text(child.stderr)])).join('');
  };

  it('takes the connection string of the admin from a file', async () => {
    expect(await grant(`${store.url}\n`)).to.equal('shop may read $all\n');
  });

  it('takes it from the standard input', async () => {
    expect(await grant('', `${store.url}\n`, '-')).to.equal('shop may read $all already\n');
  });

  it('repeats no password of a file that holds something else', async () => {
    expect(await grant('postgres://admin:planted@host'))
      .to.match(/--admin-url/)
      .and.not.include('planted');
  });

  it('names the file that is not there', async () => {
    expect(await grant('', '', join(folder, 'nowhere'))).to.match(/ENOENT.*nowhere/);
  });
});
