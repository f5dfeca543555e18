import { expect } from 'chai';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startHttpServer, type HttpServer } from '../../../platform/http/index.js';

/** More than the buffers of a connection hold. */
const large = 32 * 1024 * 1024;

describe('Z9: a client that does not read its answer', () => {
  let server: HttpServer;
  afterEach(() => server.stop());

  const start = async (size: number, exchangeTimeoutMs: number): Promise<void> => {
    server = await startHttpServer({
      handler: (_, response) => response.end(Buffer.alloc(size)),
      port: 0,
      host: '127.0.0.1',
      exchangeTimeoutMs,
    });
  };

  it('Z9: loses its connection in time', async () => {
    await start(large, 400);
    const deaf = connect(Number(new URL(server.url).port), '127.0.0.1');
    const [ours] = (await once(server.server, 'connection')) as [Socket];
    deaf.on('error', () => undefined).pause();
    deaf.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const began = performance.now();
    await once(ours, 'close');
    deaf.destroy();

    // sooner than the minute that an exchange usually may take
    expect(performance.now() - began).to.be.within(300, 30_000);
  });

  it('is not taken for one who reads, or who waits for the next request', async () => {
    await start(1_000, 1_500);
    const connections: Socket[] = [];
    server.server.on('connection', (socket: Socket) => connections.push(socket));
    const read = async () => (await (await fetch(server.url)).arrayBuffer()).byteLength;

    expect(await read()).to.equal(1_000);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(await read()).to.equal(1_000);
    expect(connections).to.have.length(1);
  });
});
