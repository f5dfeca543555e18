import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess } from '../../embedded/host/endProcess.js';
import { FolderInUse, isFolderLocked, lockFolder } from '../../embedded/host/folderLock.js';
import { identityOf, isRunning, startOf } from '../../embedded/host/processIdentity.js';
import { nodeCommand } from '../../platform/process/index.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';

describe('A folder lock', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'quicksale-lock-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps others out for the same purpose, until it is released, and leaves nothing', async () => {
    const lock = await lockFolder(folder, 'test');
    const refusal = await rejectionOf(lockFolder(folder, 'test'));
    const other = await lockFolder(folder, 'other');

    expect(refusal).to.be.instanceOf(FolderInUse);
    expect(String(refusal)).to.include(`${folder} is in use by process ${process.pid}`);
    await Promise.all([lock.release(), other.release()]);
    expect(await isFolderLocked(folder, 'test')).to.equal(false);
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('goes to one of many who come at once, also over what a killed process left', async () => {
    for (const leftover of [false, true]) {
      if (leftover) writeFileSync(join(folder, 'test.sock'), '');
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, () => lockFolder(folder, 'test')),
      );
      const locks = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      await Promise.all(locks.map((lock) => lock.release()));

      expect(locks).to.have.length(1);
    }
  });

  it('ends with its process, however that ends', async () => {
    const { command, args } = nodeCommand(new URL('./lockingProcess.js', import.meta.url));
    const holder = spawn(command, [...args, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    const refusal = await rejectionOf(lockFolder(folder, 'test'));
    holder.kill('SIGKILL');
    await once(holder, 'exit');

    expect(String(refusal)).to.include(`process ${holder.pid ?? ''}`);
    await (await lockFolder(folder, 'test')).release();
  });

  it('works in a folder with a very long name', async () => {
    const deep = join(folder, 'x'.repeat(120));
    mkdirSync(deep);
    const lock = await lockFolder(deep, 'test');

    expect(await isFolderLocked(deep, 'test')).to.equal(true);
    await lock.release();
  });
});

describe('Ending a process', () => {
  const stubborn = "process.on('SIGTERM', () => {}); console.log(1); setInterval(() => {}, 1000)";

  it('goes from one signal to the next', async () => {
    const child = spawn(process.execPath, ['-e', stubborn], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const identity = identityOf(child.pid ?? 0);
    if (identity === null) throw new Error('it does not run');
    await endProcess(identity, [
      ['SIGTERM', 200],
      ['SIGKILL', 5_000],
    ]);

    expect(isRunning(identity)).to.equal(false);
    expect(startOf(identity.pid)).to.equal(null);
  });

  it('leaves another process alone that has the same id by now', async () => {
    const child = spawn(process.execPath, ['-e', stubborn], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    await endProcess({ pid: child.pid ?? 0, start: 'long ago' }, [['SIGKILL', 1_000]]);

    expect(child.exitCode).to.equal(null);
    expect(startOf(child.pid ?? 0)).to.not.equal(null);
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
});
