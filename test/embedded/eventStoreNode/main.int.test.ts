import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { END, EventStoreDBClient } from '@eventstore/db-client';
import { expect } from 'chai';
import { nodeCommand } from '../../../platform/process/index.js';
import {
  happened,
  readAllOf,
  Recording,
  revisionsOf,
} from '../../ports/eventStore/eventStoreFixture.js';
import { freePort } from '../../support/servers/freePort.js';
import { logIn, useFolders } from './nodeFixture.js';
import { writeMillion } from './writeMillion.js';

const MAIN = new URL('../../../embedded/eventStoreNode/main.js', import.meta.url);

const run = (...options: string[]): ReturnType<typeof spawn> => {
  const { command, args } = nodeCommand(MAIN);

  return spawn(command, [...args, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
};

const urlIn = (line: Buffer): string => (JSON.parse(line.toString()) as { url: string }).url;

const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });

describe('event store node as a program', () => {
  const newFolder = useFolders();

  it('says when it serves, serves, and ends cleanly on SIGTERM', async () => {
    const child = run('--port', '0', '--dir', `${await newFolder()}/new/folder`);
    const exit = once(child, 'exit');
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const ready = JSON.parse(line.toString()) as { ready: boolean; name: string; url: string };
    expect(ready).to.include({ ready: true, name: 'eventStore' });
    const client = EventStoreDBClient.connectionString(ready.url);
    await client.appendToStream('s', happened());
    await client.dispose();
    child.kill('SIGTERM');
    expect(await exit).to.deep.equal([0, null]);
  });

  it('ends cleanly on SIGTERM while clients subscribe and append', async () => {
    const child = run('--port', '0', '--dir', await newFolder());
    const exit = once(child, 'exit');
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const client = EventStoreDBClient.connectionString(urlIn(line));
    const recording = new Recording().of(client.subscribeToAll());
    await recording.untilCaughtUp();
    await client.appendToStream('s', happened());
    child.kill('SIGTERM');
    await recording.until(() => recording.error !== null, 'the error');
    expect(recording.error?.type).to.equal('unavailable');
    expect(await exit).to.deep.equal([0, null]);
    await client.dispose();
  });

  it('opens its port only when all of a million events that it found can be read', async () => {
    const [dir, port] = [await newFolder(), await freePort()];
    await writeMillion(dir);
    const child = run('--port', String(port), '--dir', dir);
    const exit = once(child, 'exit');
    let refusals = 0;
    while (!(await isOpen(port))) refusals += 1;
    const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);
    const last = await readAllOf(client, 's-999', { direction: 'backwards', fromRevision: END });
    expect(refusals).to.be.greaterThan(0);
    expect(last).to.have.length(1_000);
    expect(revisionsOf(last).slice(0, 2)).to.deep.equal([999, 998]);
    await client.dispose();
    child.kill('SIGTERM');
    expect(await exit).to.deep.equal([0, null]);
  });

  it('explains itself', async () => {
    const child = run('--help');
    const help = child.stdout === null ? '' : await text(child.stdout);
    for (const option of ['--port', '--host', '--dir']) expect(help).to.include(option);
  });

  it('ends with a clear line when an option or the folder is wrong', async () => {
    const dir = await newFolder();
    const first = run('--port', '0', '--dir', dir);
    await once(first.stdout ?? first, 'data');
    const damaged = await newFolder();
    await writeFile(logIn(damaged), 'somebody else’s notes '.repeat(9));
    for (const [options, complaint] of [
      [['--port', 'x', '--dir', dir], /--port must be a number/],
      [['--prot', '1'], /--prot/],
      [['--port', '0', '--dir', dir], /another event store node is using/],
      [['--port', '0', '--dir', damaged], /events\.log is damaged at offset 0/],
    ] as const) {
      const child = run(...options);
      const [stderr, [code]] = await Promise.all([
        child.stderr === null ? '' : text(child.stderr),
        once(child, 'exit') as Promise<[number]>,
      ]);
      expect(code).to.equal(1);
      expect(stderr).to.match(complaint);
      expect(stderr).not.to.include('    at ');
    }
    first.kill('SIGTERM');
    await once(first, 'exit');
  });

  it('survives connections that send nothing, rubbish, or leave at once', async () => {
    const child = run('--port', '0', '--dir', await newFolder());
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const url = urlIn(line);
    const port = Number(new URL(url.replace('esdb:', 'http:')).port);
    connect(port, '127.0.0.1').destroy();
    const silent = connect(port, '127.0.0.1');
    connect(port, '127.0.0.1').end('PRI * rubbish\r\n\r\n');
    connect(port, '127.0.0.1').end('P');
    const client = EventStoreDBClient.connectionString(url);
    await client.appendToStream('s', happened());
    await client.dispose();
    silent.destroy();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
  });
});
