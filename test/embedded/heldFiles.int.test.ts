import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEventStoreNode } from '../../embedded/eventStoreNode/index.js';
import { openLogFile } from '../../embedded/eventStoreNode/storage/logFile.js';
import { holdFiles } from '../../embedded/host/heldFiles.js';
import { lockFolder } from '../../embedded/host/folderLock.js';
import { recordProcesses } from '../../embedded/host/processRecord.js';
import { startKafkaBroker } from '../../embedded/kafkaBroker/index.js';
import { probeDisk } from '../../embedded/launcher/watches/diskProbe.js';
import { watchLogs } from '../../embedded/launcher/watches/watchLogs.js';
import { launchChild } from '../../embedded/supervisor/child.js';
import { pause } from '../../platform/concurrency/index.js';
import { movedPostgresData } from '../../embedded/postgres/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';

describe('Files that a process works on', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quicksale-held-'));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'log'), '1');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const data = () => join(folder, 'data');
  const log = () => join(data(), 'log');

  for (const [what, lose] of [
    ['a folder far above them is moved away', () => renameSync(folder, `${folder}.old`)],
    ['a folder above them is removed', () => rmSync(folder, { recursive: true })],
  ] as const)
    it(`are missed at once, without being looked for, when ${what}`, async () => {
      mkdirSync(join(data(), 'a', 'b'), { recursive: true });
      const deep = join(data(), 'a', 'b', 'log');
      writeFileSync(deep, '1');
      const lost: string[] = [];
      const watching = holdFiles([deep], 60_000).watch(({ message }) => lost.push(message));
      lose();
      await eventually(() => expect(lost).to.have.length(1), 1_000);
      watching.stop();
      rmSync(`${folder}.old`, { recursive: true, force: true });

      expect(lost.join()).to.match(/log is gone/);
    });

  for (const [what, lose, sentence] of [
    ['a file is removed', () => rmSync(log()), /log is gone/],
    ['their folder is removed', () => rmSync(data(), { recursive: true }), /log is gone/],
    ['their folder is moved away', () => renameSync(data(), `${data()}.old`), /log is gone/],
    [
      'their folder is replaced',
      () => {
        renameSync(data(), `${data()}.old`);
        mkdirSync(data());
        writeFileSync(log(), '1');
      },
      /log was replaced/,
    ],
    [
      'a file is replaced by a copy',
      () => {
        writeFileSync(`${log()}.new`, '1');
        renameSync(`${log()}.new`, log());
      },
      /log was replaced/,
    ],
  ] as const)
    it(`are missed within a second when ${what}`, async () => {
      const lost: string[] = [];
      const watching = holdFiles([log()]).watch(({ message }) => lost.push(message));
      lose();
      await eventually(() => expect(lost).to.have.length(1), 1_000);
      watching.stop();

      expect(lost.join()).to.match(sentence);
    });

  it('are missed when what they lie on is unmounted: by whoever looks, and by an append', async function () {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    writeFileSync(join(disk, 'log'), '1');
    if (spawnSync('mount', ['--bind', disk, data()]).status !== 0) this.skip();
    const lost: string[] = [];
    const watching = holdFiles([log()]).watch(({ message }) => lost.push(message));
    const file = openLogFile(log());
    file.write(Buffer.from('2'), 0);
    // lazily: otherwise the system refuses it while a file is open
    expect(spawnSync('umount', ['-l', data()]).status).to.equal(0);

    expect(String(await rejectionOf(file.sync()))).to.include('log was replaced');
    await eventually(() => expect(lost.join()).to.include('log was replaced'), 1_000);
    watching.stop();
    file.close();
  });

  it('are not missed while they are only written to', async () => {
    const lost: string[] = [];
    const watching = holdFiles([log(), data()]).watch(({ message }) => lost.push(message));
    writeFileSync(log(), '2');
    writeFileSync(join(data(), 'other'), '2');
    await new Promise((resolve) => setTimeout(resolve, 500));
    watching.stop();

    expect(lost).to.deep.equal([]);
  });

  describe('that an append goes to', () => {
    for (const [what, lose, sentence] of [
      ['it is removed', () => rmSync(log()), 'log is gone'],
      ['it is moved', () => renameSync(log(), join(folder, 'log')), 'log is gone'],
      ['its folder is moved away', () => renameSync(data(), `${data()}.old`), 'log is gone'],
      [
        'its folder is replaced by a link',
        () => {
          renameSync(data(), `${data()}.old`);
          mkdirSync(join(folder, 'other'));
          writeFileSync(join(folder, 'other', 'log'), '1');
          symlinkSync(join(folder, 'other'), data());
        },
        'log was replaced',
      ],
    ] as const)
      it(`are missed before it is acknowledged when ${what}`, async () => {
        const file = openLogFile(log());
        file.write(Buffer.from('2'), 0);
        await file.sync();
        lose();

        expect(String(await rejectionOf(file.sync()))).to.include(sentence);
        file.close();
      });

    it('are missed when the link to their folder leads elsewhere', async () => {
      for (const name of ['here', 'there']) {
        mkdirSync(join(folder, name));
        writeFileSync(join(folder, name, 'log'), '1');
      }
      const way = join(folder, 'way');
      symlinkSync(join(folder, 'here'), way);
      const file = openLogFile(join(way, 'log'));
      await file.sync();
      rmSync(way);
      symlinkSync(join(folder, 'there'), way);

      expect(String(await rejectionOf(file.sync()))).to.include('log was replaced');
      file.close();
    });

    it('are not missed when they are reached in another way now', async () => {
      const file = openLogFile(log());
      renameSync(data(), `${data()}.old`);
      symlinkSync(`${data()}.old`, data());
      await file.sync();
      file.close();
    });
  });

  for (const [what, file] of [
    ['log', 'events.log'],
    ['lock', 'eventStore.sock'],
  ] as const)
    it(`are missed by the event store node when its ${what} is removed`, async () => {
      const lost: string[] = [];
      const onLost = ({ message }: Error) => lost.push(message);
      const node = await startEventStoreNode({ dir: data(), port: 0, onLost });
      rmSync(join(data(), file));
      await eventually(() => expect(lost.join()).to.include(`${file} is gone`), 1_000);
      await node.stop();
    });

  for (const [what, file] of [
    ['topics are', 'topics'],
    ['lock is', 'kafka.sock'],
  ] as const)
    it(`are missed by the Kafka broker when its ${what} removed`, async () => {
      const lost: string[] = [];
      const onLost = ({ message }: Error) => lost.push(message);
      const broker = await startKafkaBroker({ dir: data(), onLost });
      rmSync(join(data(), file), { recursive: true });
      await eventually(() => expect(lost.join()).to.include(`${file} is gone`), 1_000);
      await broker.stop();
    });

  it('include the lock, whose file the lock names', async () => {
    const lock = await lockFolder(data(), 'test');

    expect(lock.file).to.match(/test\.sock$/);
    await lock.release();
  });

  describe('on a disk that takes no writes', () => {
    const probe = (codes: readonly (string | null)[]) => {
      const left = [...codes];
      const shown: string[] = [];
      const lost: string[] = [];
      const probing = probeDisk({
        folder: () => '/data',
        show: (what) => shown.push(what),
        onLost: ({ message }) => lost.push(message),
        everyMs: 1,
        write: () => {
          const code = left.shift() ?? null;
          if (code !== null) throw Object.assign(new Error(code), { code });
        },
      });

      return { shown, lost, isOver: () => left.length === 0, stop: probing.stop };
    };

    it('is noticed where Postgres keeps its data elsewhere, from when it does', async () => {
      const own = join(folder, 'of-postgres');
      const pointer = join(data(), 'elsewhere');
      const lost: string[] = [];
      const probing = probeDisk({
        folder: () => movedPostgresData(data()),
        show: (what) => lost.push(what),
        onLost: ({ message }) => lost.push(message),
        everyMs: 5,
      });
      await pause(30);
      mkdirSync(own);
      writeFileSync(pointer, own);
      await pause(30);
      expect(lost).to.deep.equal([]);
      rmSync(own, { recursive: true });
      await eventually(() => expect(lost).to.have.length(1));
      probing.stop();

      expect(lost[0]).to.include('of-postgres takes no writes any more (ENOENT)');
    });

    for (const code of ['ENOSPC', 'EDQUOT'])
      it(`says once that it is full (${code}), and once that it is not`, async () => {
        const { shown, lost, isOver, stop } = probe([code, code, code, null, null]);
        await eventually(() => expect(isOver()).to.equal(true));
        await eventually(() => expect(shown).to.have.length(2));
        stop();

        expect(shown[0]).to.include(`no room left in /data (${code})`);
        expect(shown[1]).to.include('room again');
        expect(lost).to.deep.equal([]);
      });

    for (const code of ['EROFS', 'EACCES', 'EIO', 'ENOENT'])
      it(`ends the system with a sentence: ${code}`, async () => {
        const { lost, stop } = probe([null, code, code]);
        await eventually(() => expect(lost).to.have.length(1));
        stop();

        expect(lost).to.deep.equal([
          `/data takes no writes any more (${code}): mend that, and start again`,
        ]);
      });
  });

  it('are said once when they are only logs', async () => {
    const shown: string[] = [];
    const watching = watchLogs(
      () => [log()],
      (what) => shown.push(what),
      5,
    );
    rmSync(log());
    await eventually(() => expect(shown).to.have.length(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    watching.stop();

    expect(shown.join()).to.match(/log was removed/);
  });

  it('let nobody fail who only wants to write down, or read, what happens', async () => {
    const record = recordProcesses(data());
    rmSync(data(), { recursive: true });
    record.add('part', process.pid);
    const module = new URL('data:text/javascript,process.exit(78)');
    const child = launchChild({ name: 'part', module: fileOf(module), env: {}, logFile: log() });
    const { final } = await child.exited;
    await rejectionOf(child.ready);

    expect(final?.message).to.equal('part has ended for good');
  });

  const fileOf = (module: URL): URL => {
    const path = join(folder, 'part.mjs');
    writeFileSync(path, module.pathname.replace('text/javascript,', ''));

    return new URL(`file://${path}`);
  };
});
