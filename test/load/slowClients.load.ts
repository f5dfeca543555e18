import { connect, type Socket } from 'node:net';
import { expect } from 'chai';
import { startGatewayForTest, type GatewayUnderTest } from '../services/gateway/gatewayFixture.js';
import { call } from '../support/clients/http.js';

const sockets = 2_000;

describe(`Z9: ${sockets} clients that dribble`, function () {
  this.timeout(120_000);

  let gateway: GatewayUnderTest;
  before(async () => {
    gateway = await startGatewayForTest();
  });
  after(() => gateway.stop());

  it('Z9: hold up nobody else, and are closed in time', async () => {
    const began = performance.now();
    const dribbling = Array.from({ length: sockets }, () => dribble(gateway.port));
    const times: number[] = [];
    while (performance.now() - began < 8_000) {
      const at = performance.now();
      expect((await call(`${gateway.url}/health`)).status).to.equal(200);
      times.push(performance.now() - at);
    }
    const answers = await Promise.all(dribbling);
    times.sort((a, b) => a - b);

    expect(times[Math.floor(times.length * 0.99)]).to.be.below(500);
    // A byte that crosses the answer resets the connection, and the answer with it.
    const others = answers.filter((answer) => !/^(?:HTTP\/1\.1 408 .*)?$/s.test(answer));
    expect(others.slice(0, 3)).to.deep.equal([]);
    expect(performance.now() - began).to.be.below(20_000);
  });
});

/** Sends a byte of a header every second; resolves with what the server says in the end. */
const dribble = (port: number): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    let feeding: NodeJS.Timeout | undefined;
    const socket: Socket = connect(port, '127.0.0.1', () => {
      socket.write('GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ');
      feeding = setInterval(() => socket.write('x'), 1_000);
    });
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(feeding);
      resolve(answer);
    });
  });
