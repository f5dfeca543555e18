import type { Request } from 'express';
import { noBody } from '../../../contracts/http/fields.js';
import { quarantineParams, skipRequest } from '../../../contracts/http/admin/quarantine.js';
import {
  type HttpAnswer,
  parseBody,
  parseParams,
  problem,
  requireAdmin,
} from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { type PlaceOfId, quarantinePlaceOf, places } from './places.js';
import type { Quarantined } from './quarantined.js';

export type QuarantineDeps = Readonly<{ database: Database; logger: Logger }>;

type Answer = (request: Request) => Promise<HttpAnswer>;

const mostListed = 100;

/** GET /api/operations/quarantine: what `npm run quarantine -- list` prints. */
export const listQuarantine =
  ({ database }: QuarantineDeps): Answer =>
  async () => {
    const listed: Quarantined[] = [];
    let total = 0;
    // one after the other: this service has three connections for all who look
    for (const { list, count } of Object.values(places)) {
      listed.push(...(await list(database, mostListed - listed.length)));
      total += await count(database);
    }

    return answer({ quarantined: listed, total });
  };

/** GET /api/operations/quarantine/:id: the content included. */
export const showQuarantined =
  ({ database }: QuarantineDeps): Answer =>
  async (request) => {
    const { place, id } = parsePlace(request);
    const found = await place.show(database, id);
    if (found === null) throw notWaiting();

    return answer(found);
  };

/** POST /api/operations/quarantine/:id/retry. */
export const retryQuarantined =
  ({ database, logger }: QuarantineDeps): Answer =>
  async (request) => {
    const { userId } = requireAdmin(request);
    const { place, id, text } = parsePlace(request);
    parseBody(noBody, request);
    if (!(await place.retry(database, id))) throw notWaiting();
    logger.info({ event: 'quarantine_retried', id: text, userId }, 'quarantined, tried once more');

    return answer({ message: 'It is tried once more', id: text });
  };

/** POST /api/operations/quarantine/:id/skip: the reason is kept, who gave it is in the log. */
export const skipQuarantined =
  ({ database, logger }: QuarantineDeps): Answer =>
  async (request) => {
    const { userId } = requireAdmin(request);
    const { place, id, text } = parsePlace(request);
    const { reason } = parseBody(skipRequest, request);
    if (!(await place.skip(database, id, reason))) throw notWaiting();
    logger.info({ event: 'quarantine_skipped', id: text, userId, reason }, 'quarantined, skipped');

    return answer({ message: 'It is skipped', id: text });
  };

const parsePlace = (request: Request): PlaceOfId & Readonly<{ text: string }> => {
  const { id: text } = parseParams(quarantineParams, request);
  const found = quarantinePlaceOf(text);
  if (found === null) throw notWaiting();

  return { ...found, text };
};

const answer = (body: object): HttpAnswer => ({ status: 200, headers: {}, body });

const notWaiting = () => problem(404, 'NOT_IN_QUARANTINE', 'Nothing of this id waits');
