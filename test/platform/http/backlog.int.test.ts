import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('listeningProcess.ts', import.meta.url));

/** More than the 511 of Node's default. */
const connections = 800;

describe('http: a server that does not come to accepting', function () {
  this.timeout(60_000);
  let server: ChildProcess;
  let port: number;
  const sockets: Socket[] = [];
  before(async () => {
    server = spawn(process.execPath, ['--import', 'tsx', program], {
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

  it('has room for the connections of many who come at once', async () => {
    let connected = 0;
    server.kill('SIGSTOP');
    for (let count = 0; count < connections; count += 1) {
      const socket = connect(port, '127.0.0.1', () => (connected += 1));
      sockets.push(socket.on('error', () => undefined));
    }
    for (let waited = 0; connected < connections && waited < 100; waited += 1) await pause(50);

    expect(connected).to.equal(connections);
  });

  it('accepts them all before it serves most of them, as the kernel keeps no more', async () => {
    ask(sockets);
    server.kill('SIGCONT');
    const accepted = await answersOf(sockets);

    expect(accepted[connections / 10]).to.be.above(connections / 4);
  });

  it('accepts them before it serves what older connections ask', async () => {
    const older = [...sockets];
    server.kill('SIGSTOP');
    ask(older);
    for (let count = 0; count < connections; count += 1)
      sockets.push(connect(port, '127.0.0.1').on('error', () => undefined));
    await pause(200);
    server.kill('SIGCONT');
    const accepted = await answersOf(older);

    expect(accepted[connections / 2]).to.be.above(connections * 1.25);
  });
});

const ask = (sockets: readonly Socket[]): void => {
  for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nHost: shop\r\n\r\n');
};

/** How many connections had been accepted before each response, ascending. */
const answersOf = async (sockets: readonly Socket[]): Promise<number[]> => {
  const accepted = await Promise.all(
    sockets.map(async (socket) => {
      const [data] = (await once(socket, 'data')) as [Buffer];

      return acceptedBy(String(data));
    }),
  );

  return accepted.sort((one, other) => one - other);
};

const acceptedBy = (response: string): number => Number(/^x-accepted: (\d+)/im.exec(response)?.[1]);
