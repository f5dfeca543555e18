import { expect } from 'chai';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextCheck, setTimeout as pause } from 'node:timers/promises';
import { type HttpServer, startHttpServer } from '../../../platform/http/index.js';

/** Runs in the process of its clients: what is uncaught there fails the test. */
describe('http: clients that leave before they are served', () => {
  let http: HttpServer;
  let served: string[];
  beforeEach(async () => {
    served = [];
    http = await startHttpServer({
      handler: ({ url = '' }, response) => {
        served.push(url);
        response.end();
      },
      port: 0,
      host: '127.0.0.1',
    });
  });
  afterEach(() => http.stop());

  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');

    return socket;
  };
  const get = async (socket: Socket, path: string): Promise<string> => {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: shop\r\n\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];

    return String(data);
  };
  const connectionsOf = async (): Promise<number> =>
    new Promise((resolve, reject) => {
      http.server.getConnections((error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });

  it('harm nobody when they break the connection at once', async () => {
    for (let count = 0; count < 20; count += 1) (await open()).resetAndDestroy();
    await pause(50);

    expect(await get(await open(), '/after')).to.match(/^HTTP\/1.1 200 /);
    expect(served).to.deep.equal(['/after']);
  });

  it('are let off when they end the connection at once, as a probe of the port does', async () => {
    const probe = await open();
    probe.resume().end();
    await once(probe, 'close');
    await nextCheck();

    expect(await connectionsOf()).to.equal(0);
  });

  it('leave nothing behind of a request that waits while connections come', async () => {
    const leaving = await open();
    await get(leaving, '/before');
    const others: Socket[] = [];
    const until = performance.now() + 30;
    const coming = (async () => {
      while (performance.now() < until) others.push(await open());
    })();
    leaving.write('GET /left HTTP/1.1\r\nHost: shop\r\n\r\n');
    await pause(5);
    leaving.resetAndDestroy();
    await coming;
    await Promise.all(others.map((socket) => get(socket, '/other')));
    const begin = performance.now();
    await http.stop();

    // longer where a request is waited for that has no end
    expect(performance.now() - begin).to.be.below(7_000);
  });
});
