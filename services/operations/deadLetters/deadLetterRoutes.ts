import type { Request } from 'express';
import type {
  DeadLetterList,
  DeadLetterResource,
} from '../../../contracts/http/admin/quarantine.js';
import { noBody } from '../../../contracts/http/fields.js';
import { TimeoutError, withTimeout } from '../../../platform/concurrency/index.js';
import {
  type HttpAnswer,
  parseBody,
  requireAdmin,
  unavailable,
} from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { DeadLetter } from '../../../platform/messaging/index.js';
import type { DeadLetterReader } from './deadLetterReader.js';

export type LetterDeps = Readonly<{
  deadLetters: Pick<DeadLetterReader, 'list' | 'retry'>;
  logger: Logger;
}>;

type Answer = (request: Request) => Promise<HttpAnswer>;

const mostListed = 100;
const longestValue = 2_000;

/** In milliseconds: less than the gateway has for an answer. */
const answerTimeoutMs = 4_000;

/** GET /api/operations/dead-letters: what `npm run dlq -- list` prints. */
export const listLetters =
  ({ deadLetters }: LetterDeps): Answer =>
  async () => {
    const letters = await withTimeout(deadLetters.list(), answerTimeoutMs, 'Dead letters').catch(
      () => {
        throw unavailable('KAFKA_UNAVAILABLE', 'Kafka does not answer in time', 2);
      },
    );
    const body: DeadLetterList = {
      deadLetters: letters.slice(0, mostListed).map(toResource),
      total: letters.length,
    };

    return { status: 200, headers: {}, body };
  };

/** POST /api/operations/dead-letters/retry: 202 while it goes on. */
export const retryLetters =
  ({ deadLetters, logger }: LetterDeps): Answer =>
  async (request) => {
    const { userId } = requireAdmin(request);
    parseBody(noBody, request);
    logger.info({ event: 'dead_letters_retried', userId }, 'dead letters are sent once more');
    const retried = await withTimeout(deadLetters.retry(), answerTimeoutMs, 'Sending').catch(
      (error: unknown) => {
        if (error instanceof TimeoutError) return null;
        throw unavailable('KAFKA_UNAVAILABLE', 'Kafka does not answer in time', 2);
      },
    );
    const message = retried === null ? 'They are being sent once more' : 'They are sent once more';

    return { status: retried === null ? 202 : 200, headers: {}, body: { message, retried } };
  };

const toResource = ({ raw, ...letter }: DeadLetter): DeadLetterResource => ({
  ...letter,
  value: raw.value?.toString().slice(0, longestValue) ?? null,
});
