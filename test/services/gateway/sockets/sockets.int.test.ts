import type { Duplex } from 'node:stream';
import { expect } from 'chai';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { sendRaw, statusesOf } from '../../../support/clients/rawHttp.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import {
  startGatewayBefore,
  startGatewayForTest,
  startUpstream,
  type GatewayUnderTest,
  type UpstreamUnderTest,
} from '../gatewayFixture.js';

describe('gateway: sockets', () => {
  let gateway: GatewayUnderTest;
  let notifier: Server;
  const sockets: Socket[] = [];
  before(async () => {
    const upstream = await startUpstream();
    notifier = new Server(upstream.server);
    notifier.on('connection', (socket) => {
      socket.on('ping-me', (text: string) => socket.emit('pong', text));
      socket.emit('hello', socket.handshake.auth['token']);
    });
    gateway = await startGatewayForTest({ NOTIFIER_URL: upstream.url });
  });
  afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));
  after(async () => {
    await gateway.stop();
    await notifier.close();
  });

  const open = (transport: 'websocket' | 'polling', headers = {}): Socket => {
    const socket = io(gateway.url, {
      transports: [transport],
      auth: { token: 'a token' },
      extraHeaders: headers,
      reconnection: false,
    });
    sockets.push(socket);

    return socket;
  };
  const heard = (socket: Socket, event: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      socket.once(event, resolve);
      if (event !== 'connect_error') socket.once('connect_error', reject);
    });

  for (const transport of ['websocket', 'polling'] as const)
    it(`carries both directions over ${transport}`, async () => {
      const socket = open(transport);
      expect(await heard(socket, 'hello')).to.equal('a token');
      socket.emit('ping-me', 'x'.repeat(10_000));

      expect(await heard(socket, 'pong')).to.equal('x'.repeat(10_000));
    });

  it('Z20: refuses WebSockets of pages from elsewhere', async () => {
    const socket = open('websocket', { origin: 'https://evil.example' });

    expect(await heard(socket, 'connect_error')).to.be.an('error');
  });

  it('lets WebSockets of its own pages through', async () => {
    const socket = open('websocket', { origin: gateway.url });

    expect(await heard(socket, 'hello')).to.equal('a token');
  });

  it('refuses other upgrades', async () => {
    for (const path of ['/api/orders', '/', '/socket.iox/']) {
      const lines = [
        `GET ${path} HTTP/1.1`,
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
      ];
      const answer = await sendRaw(gateway.port, `${lines.join('\r\n')}\r\n\r\n`);
      expect(statusesOf(answer), path).to.deep.equal([400]);
      expect(answer).to.match(/^x-request-id: [\w-]{8,64}\r$/im);
    }
  });

  it('passes on how the notifier refuses a WebSocket', async () => {
    const lines = [
      'GET /socket.io/?EIO=4&transport=nonsense HTTP/1.1',
      'Host: x',
      'Connection: Upgrade',
      'Upgrade: websocket',
    ];
    const answer = await sendRaw(gateway.port, `${lines.join('\r\n')}\r\n\r\n`);

    expect(statusesOf(answer)).to.deep.equal([400]);
    expect(answer).to.match(/^x-request-id: [\w-]{8,64}\r$/im);
  });

  describe('when the notifier does not answer', () => {
    let door: GatewayUnderTest;
    let silent: UpstreamUnderTest;
    const ignored: Duplex[] = [];
    beforeEach(async () => {
      silent = await startUpstream();
      silent.server.on('upgrade', (_, socket: Duplex) => ignored.push(socket));
      silent.respondWith(() => undefined);
      door = await startGatewayBefore(gateway, {
        NOTIFIER_URL: silent.url,
        UPSTREAM_TIMEOUT_MS: '300',
      });
    });
    afterEach(async () => {
      await door.stop();
      for (const socket of ignored.splice(0)) socket.destroy();
      await silent.stop();
    });

    it('refuses a WebSocket in time, with a problem document', async () => {
      const lines = [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        'Host: x',
        'Connection: Upgrade',
        'Upgrade: websocket',
      ];
      const answer = await sendRaw(door.port, `${lines.join('\r\n')}\r\n\r\n`, 2_000);

      expect(statusesOf(answer)).to.deep.equal([503]);
      expect(answer).to.match(/^x-request-id: [\w-]{8,64}\r$/im);
      expect(answer).to.include('"code":"UPSTREAM_UNAVAILABLE"');
    });

    it('refuses a handshake by polling in time', async () => {
      const answer = await call(`${door.url}/socket.io/?EIO=4&transport=polling`);

      expectProblem(answer, 503, 'UPSTREAM_UNAVAILABLE');
    });
  });
});
