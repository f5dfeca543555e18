import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createApi } from '../../embedded/demo/api.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';

describe('The demo’s calls', () => {
  let server: Server;
  let busyUntil: number;
  beforeEach((done) => {
    busyUntil = performance.now() + 600;
    server = createServer((_, response) => {
      response.writeHead(performance.now() < busyUntil ? 503 : 200).end('{}');
    }).listen(0, '127.0.0.1', done);
  });
  afterEach((done) => void server.close(done));

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (times: Readonly<{ withoutAnswerMs: number; refusedMs: number }>, at = url()) =>
    createApi(at, () => undefined, times).call({ path: '/health' });

  it('wait for a machine that answers, however busy it is', async () => {
    expect((await call({ withoutAnswerMs: 100, refusedMs: 60_000 })).status).to.equal(200);
  });

  it('give up what does not answer, and what refuses without end', async () => {
    const nobody = await rejectionOf(
      call({ withoutAnswerMs: 100, refusedMs: 60_000 }, 'http://127.0.0.1:1'),
    );
    busyUntil = Infinity;
    const refused = await rejectionOf(call({ withoutAnswerMs: 60_000, refusedMs: 300 }));

    expect(nobody).to.have.property('message', '/health: no answer for 0.1 s');
    expect(refused).to.have.property('message', '/health: refused for 0.3 s');
  });
});
