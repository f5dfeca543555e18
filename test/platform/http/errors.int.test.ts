import { expect } from 'chai';
import { HandlerBusy } from '../../../platform/commandHandling/index.js';
import { DeadlinePassed, TimeoutError } from '../../../platform/concurrency/index.js';
import {
  EventStoreAccessDenied,
  EventStoreUnavailable,
  OutcomeUnknown,
} from '../../../platform/eventStore/index.js';
import {
  StreamIncomplete,
  UndecidableStream,
  UnreadableEvent,
} from '../../../platform/facts/index.js';
import { createHttpApp, startHttpServer, type HttpServer } from '../../../platform/http/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { networks } from '../../../platform/config/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import {
  CommitUnknown,
  DatabaseRefused,
  DatabaseUnavailable,
} from '../../../platform/postgres/index.js';
import { call, expectProblem } from '../../support/clients/http.js';

const secret = 'esdb://admin:changeit@10.0.0.1:2113';

const place = { stream: secret, revision: 1, type: secret, version: 2 };

type Case = readonly [error: Error, status: number, code: string, retryAfter: string | null];

const cases: readonly Case[] = [
  [new EventStoreUnavailable(secret), 503, 'EVENT_STORE_UNAVAILABLE', '1'],
  [new EventStoreAccessDenied(secret), 503, 'EVENT_STORE_UNAVAILABLE', '1'],
  [new DatabaseUnavailable(secret), 503, 'DATABASE_UNAVAILABLE', '1'],
  [new DatabaseRefused(secret), 503, 'DATABASE_UNAVAILABLE', '1'],
  [new HandlerBusy(secret), 503, 'BUSY', '1'],
  [new DeadlinePassed(), 503, 'BUSY', '1'],
  [new UnreadableEvent(place, secret), 503, 'STREAM_UNREADABLE', '30'],
  [new StreamIncomplete(secret, 1), 503, 'STREAM_UNREADABLE', '30'],
  [new UndecidableStream(secret, new TypeError(secret)), 503, 'STREAM_UNDECIDABLE', '30'],
  [new OutcomeUnknown(secret), 504, 'OUTCOME_UNKNOWN', '1'],
  [new CommitUnknown(secret), 504, 'OUTCOME_UNKNOWN', '1'],
  [new TimeoutError(secret, 1), 504, 'OUTCOME_UNKNOWN', '1'],
  [new Error(secret), 500, 'INTERNAL_ERROR', null],
  [new TypeError(secret), 500, 'INTERNAL_ERROR', null],
  [Object.assign(new Error(secret), { status: 503 }), 500, 'INTERNAL_ERROR', null],
];

describe('http: errors of what is behind a service', () => {
  let server: HttpServer;
  let thrown: Error;
  const fail = (): never => {
    throw thrown;
  };
  before(async () => {
    const handler = createHttpApp({
      service: 'shop',
      logger: createLogger({ name: 'test', level: 'silent' }),
      metrics: createMetrics({ service: 'shop' }),
      operationsAllow: networks([]),
      readiness: {},
      routes: (router) => {
        router.get('/things', fail);
        router.post('/things', () => Promise.reject(thrown));
      },
      hotRoute: { method: 'PUT', path: '/things', handle: fail },
    });
    server = await startHttpServer({ handler, port: 0, host: '127.0.0.1' });
  });
  after(() => server.stop());

  for (const [error, status, code, retryAfter] of cases)
    it(`are ${status} ${code} for ${error.name}, on every path, and tell nothing`, async () => {
      thrown = error;
      for (const method of ['GET', 'POST', 'PUT']) {
        const answer = await call(`${server.url}/things`, { method });

        expectProblem(answer, status, code);
        expect(answer.headers.get('retry-after'), method).to.equal(retryAfter);
        expect(JSON.stringify(answer.body), method).to.not.match(/esdb|changeit|10\.0/);
      }
    });
});
