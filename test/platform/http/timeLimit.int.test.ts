import { expect } from 'chai';
import type { IncomingMessage } from 'node:http';
import { networks } from '../../../platform/config/index.js';
import {
  createHttpApp,
  startHttpServer,
  timeLimitHeader,
  type HttpServer,
} from '../../../platform/http/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { call, expectProblem } from '../../support/clients/http.js';

describe('http: the time of a request', () => {
  let server: HttpServer;
  let onRequest: (request: IncomingMessage) => void;
  const start = async (appendsOnly: boolean): Promise<void> => {
    const handler = createHttpApp({
      service: 'test',
      logger: createLogger({ name: 'test', level: 'silent' }),
      metrics: createMetrics({ service: 'test' }),
      operationsAllow: networks([]),
      readiness: {},
      appendsOnly,
      routes: (router) => void router.all('/thing', (request) => onRequest(request)),
    });
    server = await startHttpServer({ handler, port: 0, host: '127.0.0.1' });
  };
  afterEach(() => server.stop());

  const within = (ms: string, method: string) =>
    call(`${server.url}/thing`, { method, headers: { [timeLimitHeader]: ms } });

  it('is what the gateway says, and then a write is 503 that has sent nothing', async () => {
    await start(true);
    onRequest = () => undefined;
    const began = performance.now();
    expectProblem(await within('100', 'POST'), 503, 'BUSY');
    // sooner than the 5 s of a request without a limit
    expect(performance.now() - began).to.be.within(90, 4_500);
    expectProblem(await within('100', 'GET'), 504, 'UPSTREAM_TIMEOUT');
  });

  it('is over with 504 for a write that has sent something', async () => {
    await start(true);
    onRequest = ({ context }) => context.deadline?.noteSent();

    expectProblem(await within('100', 'POST'), 504, 'OUTCOME_UNKNOWN');
  });

  it('is over with 504 for every write where not all of them are appends', async () => {
    await start(false);
    onRequest = () => undefined;

    expectProblem(await within('100', 'POST'), 504, 'OUTCOME_UNKNOWN');
  });

  it('is 5 s without a gateway, and never longer than 9.5 s', async () => {
    await start(true);
    const left: (number | undefined)[] = [];
    onRequest = ({ context, socket }) => {
      left.push(context.deadline?.leftMs());
      socket.destroy();
    };
    for (const ms of ['', 'soon', '-1', '1e9']) await within(ms, 'POST').catch(() => undefined);

    expect(left.map((ms) => Math.round((ms ?? 0) / 500) * 0.5)).to.deep.equal([4.5, 4.5, 4.5, 8.5]);
  });
});
