import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { EventStoreDBClient } from '@eventstore/db-client';
import { expect } from 'chai';
import { nodeCommand } from '../../../platform/lifecycle/index.js';
import { happened } from '../../contracts/eventStoreSupport.js';
import { useFolders } from './support.js';

const MAIN = new URL('../../../embedded/eventStoreNode/main.js', import.meta.url);

function run(...options: string[]): ReturnType<typeof spawn> {
  const { command, args } = nodeCommand(MAIN);

  return spawn(command, [...args, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
}

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

  it('explains itself', async () => {
    const child = run('--help');
    const help = child.stdout === null ? '' : await text(child.stdout);
    for (const option of ['--port', '--host', '--dir']) expect(help).to.include(option);
  });

  it('ends with a clear line when an option or the folder is wrong', async () => {
    const dir = await newFolder();
    const first = run('--port', '0', '--dir', dir);
    await once(first.stdout ?? first, 'data');
    for (const [options, complaint] of [
      [['--port', 'x', '--dir', dir], /--port must be a number/],
      [['--prot', '1'], /--prot/],
      [['--port', '0', '--dir', dir], /another event store node is using/],
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
    const { url } = JSON.parse(line.toString()) as { url: string };
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
