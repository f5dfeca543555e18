import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../support/assertions/eventually.js';

const program = fileURLToPath(new URL('listeningProcess.ts', import.meta.url));
const limit = 400;

describe('http: more connections than a process may have files', function () {
  this.timeout(60_000);
  let server: ChildProcess;
  let port: number;
  const sockets: Socket[] = [];
  before(async () => {
    const command = `ulimit -n ${limit} && exec "$0" --import tsx "$1"`;
    server = spawn('/bin/sh', ['-c', command, process.execPath, program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (server.stdout === null) throw new Error('The server has no output');
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    port = Number(String(line));
  });
  after(() => {
    server.kill('SIGKILL');
    for (const socket of sockets) socket.destroy();
  });

  it('are refused, and the process can still open what it needs', async () => {
    const first = connect(port, '127.0.0.1');
    sockets.push(first);
    await once(first, 'connect');
    const refused = await connectMany(port, sockets, limit + 100);
    await eventually(() => expect(refused()).to.be.greaterThan(limit / 2), 20_000);
    first.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const [answer] = (await once(first, 'data')) as [Buffer];

    expect(String(answer)).to.match(/^HTTP\/1.1 200 OK/);
  });
});

/** Connects so many; what it returns tells how many of them the server has ended. */
const connectMany = async (
  port: number,
  sockets: Socket[],
  count: number,
): Promise<() => number> => {
  let refused = 0;
  for (let index = 0; index < count; index += 1) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket.on('error', () => undefined));
    socket.once('close', () => (refused += 1));
    await once(socket, 'connect').catch(() => undefined);
  }

  return () => refused;
};
