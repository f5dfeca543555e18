import { expect } from 'chai';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startHttpServer, type HttpServer } from '../../../platform/http/index.js';

const size = 32 * 1024 * 1024;

describe('Z9: a client that does not read its answer', () => {
  let server: HttpServer;
  beforeEach(async () => {
    server = await startHttpServer({
      handler: (_, response) => response.end(Buffer.alloc(size)),
      port: 0,
      host: '127.0.0.1',
      exchangeTimeoutMs: 400,
    });
  });
  afterEach(() => server.stop());

  it('Z9: loses its connection in time', async () => {
    const deaf = connect(Number(new URL(server.url).port), '127.0.0.1');
    const [ours] = (await once(server.server, 'connection')) as [Socket];
    deaf.on('error', () => undefined).pause();
    deaf.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const began = performance.now();
    await once(ours, 'close', { signal: AbortSignal.timeout(1_500) });
    deaf.destroy();

    expect(performance.now() - began).to.be.within(300, 1_400);
  });

  it('is not taken for one who reads, or who waits for the next request', async () => {
    const read = async () => (await (await fetch(server.url)).arrayBuffer()).byteLength;

    expect(await read()).to.equal(size);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await read()).to.equal(size);
  });
});
