import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '../../logging/index.js';
import { isBug } from '../../process/index.js';
import type { ErrorTranslator } from '../output/errorTranslator.js';
import type { Problem } from '../output/problem.js';
import { toProblem } from '../output/toProblem.js';
import { sendProblem } from '../output/send.js';
import { isDispatched, openContext } from './context.js';
import type { Observer } from './observer.js';
import { refuse } from './refuse.js';

export type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type Header = readonly [name: string, value: string];

type FrameOptions = Readonly<{
  observe: Observer;
  logger: Logger;
  /** Headers of every response, refusals included. */
  headers: readonly Header[];
  /** Turns broken business rules into problems; all other errors are looked up in one table. */
  translateError?: ErrorTranslator;
  /** Sends the response, or throws what is sent as a problem document. */
  handle: Handle;
}>;

/**
 * Returns the listener that every HTTP request goes through, whichever service receives it. The
 * order of the steps is part of the security rules: context, observation, headers, refusal, then
 * `handle`, which authenticates, reads the body and sends the response; errors become problems. A
 * request that the gateway dispatches within its process has been observed and refused there.
 */
export const createRequestFrame =
  (options: FrameOptions): RequestListener =>
  (request, response) =>
    void serve(options, request, response);

const serve = async (
  options: FrameOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  try {
    begin(options, request, response);
    await options.handle(request, response);
  } catch (error) {
    sendProblem(request, response, report(options, request, error));
  }
};

const begin = (
  { observe, headers }: FrameOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  const isNew = !isDispatched(request);
  if (isNew) openContext(request, response);
  observe(request, response);
  for (const [name, value] of headers) response.setHeader(name, value);
  if (isNew) refuse(request);
};

/**
 * Returns what the client gets to know of an error; logs an unforeseen one, a bug, and a refusal
 * of which no connection tells.
 */
const report = (
  { logger, translateError }: FrameOptions,
  { context }: IncomingMessage,
  error: unknown,
): Problem => {
  const translated = error instanceof Error ? translateError?.(error) : null;
  const problem = translated ?? toProblem(error);
  if (problem.status === 500)
    logger.error({ err: error, requestId: context.requestId }, 'unforeseen error');
  else if (error instanceof Error && isBug(error.cause))
    logger.warn({ err: error, requestId: context.requestId }, 'a request met a bug');
  else if (error instanceof Error && error.name === 'DatabaseRefused')
    logger.warn({ err: error, requestId: context.requestId }, 'the database refuses');

  return problem;
};
