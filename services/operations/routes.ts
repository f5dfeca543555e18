import type { Request, Router } from 'express';
import { saleParams } from '../../contracts/http/admin/sales.js';
import {
  type HttpAnswer,
  parseParams,
  problem,
  requireAdmin,
  toHandler,
} from '../../platform/http/index.js';
import type { EventStore } from '../../platform/eventStore/index.js';
import { type CheckDeps, runChecks } from './checks/runChecks.js';
import type { DeadLetterReader } from './deadLetters/deadLetterReader.js';
import { type LetterDeps, listLetters, retryLetters } from './deadLetters/deadLetterRoutes.js';
import {
  listQuarantine,
  type QuarantineDeps,
  retryQuarantined,
  showQuarantined,
  skipQuarantined,
} from './quarantine/quarantineRoutes.js';
import type { ReadSummary } from './pipeline/summary.js';
import type { SaleReader } from './sales/saleReader.js';
import { listStreams } from './streams/listStreams.js';
import { readStream } from './streams/readStream.js';

type Deps = CheckDeps &
  LetterDeps &
  QuarantineDeps &
  Readonly<{
    eventStore: Pick<EventStore, 'read' | 'readBackwards' | 'readTail'>;
    deadLetters: DeadLetterReader;
    summary: ReadSummary;
    sales: SaleReader;
  }>;

const base = '/api/operations';

/** All of it is for admins, and says so before it looks at anything else. */
export const operationsRoutes =
  (deps: Deps) =>
  (router: Router): void => {
    const get = (path: string, answer: Answer) => router.get(path, forAdmins(answer));
    const post = (path: string, answer: Answer) => router.post(path, forAdmins(answer));
    get('/api/streams', listStreams(deps));
    get('/api/streams/:name', readStream(deps));
    get(`${base}/summary`, async () => ok(await deps.summary()));
    get(`${base}/sales/:productId`, readSale(deps));
    get(`${base}/checks`, async () => ok(await runChecks(deps)));
    get(`${base}/dead-letters`, listLetters(deps));
    post(`${base}/dead-letters/retry`, retryLetters(deps));
    get(`${base}/quarantine`, listQuarantine(deps));
    get(`${base}/quarantine/:id`, showQuarantined(deps));
    post(`${base}/quarantine/:id/retry`, retryQuarantined(deps));
    post(`${base}/quarantine/:id/skip`, skipQuarantined(deps));
  };

type Answer = (request: Request) => Promise<HttpAnswer>;

const forAdmins = (answer: Answer) =>
  toHandler((request) => {
    requireAdmin(request);

    return answer(request);
  });

const ok = (body: object): HttpAnswer => ({ status: 200, headers: {}, body });

const readSale =
  ({ sales }: Pick<Deps, 'sales'>): Answer =>
  async (request) => {
    const { productId } = parseParams(saleParams, request);
    const figures = await sales(productId);
    if (figures === null) throw problem(404, 'PRODUCT_NOT_FOUND', 'There is no such product');

    return ok(figures);
  };
