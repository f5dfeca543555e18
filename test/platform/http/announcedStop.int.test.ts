import { expect } from 'chai';
import { networks } from '../../../platform/config/index.js';
import { operationRoutes, startHttpServer } from '../../../platform/http/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { eventually } from '../../support/assertions/eventually.js';

describe('http: a server that is about to stop', () => {
  const waiting: (() => void)[] = [];
  const { '/ready': ready } = operationRoutes({
    service: 'test',
    metrics: createMetrics({ service: 'test' }),
    readiness: {},
    operationsAllow: networks([]),
  });
  const start = (drainMs: number) =>
    startHttpServer({
      handler: (request, response) => {
        if (request.url === '/ready') void ready(request, response);
        else if (request.url === '/slow') waiting.push(() => void response.end('done'));
        else response.end('done');
      },
      port: 0,
      host: '127.0.0.1',
      drainMs,
    });

  it('serves on, ends its connections and is not ready, until its time is over', async () => {
    const server = await start(400);
    const slow = fetch(`${server.url}/slow`);
    await eventually(() => expect(waiting).to.have.length(1));
    expect((await fetch(`${server.url}/ready`)).status).to.equal(200);
    const began = performance.now();
    const stopped = server.stop();
    const [answer, readiness] = await Promise.all([
      fetch(`${server.url}/`),
      fetch(`${server.url}/ready`),
    ]);
    waiting.splice(0).forEach((end) => end());

    expect(answer.headers.get('connection')).to.equal('close');
    expect(readiness.status).to.equal(503);
    expect(await readiness.json()).to.deep.include({ reasons: { process: 'is stopping' } });
    expect((await slow).headers.get('connection')).to.equal('close');
    await stopped;
    expect(performance.now() - began).to.be.above(350);
    expect(
      await fetch(`${server.url}/`).then(
        () => 'serves',
        () => 'is gone',
      ),
    ).to.equal('is gone');
  });
});
