import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  authenticate,
  type Observer,
  openContext,
  readJson,
  refusalOf,
  sendProblem,
  toProblem,
  type TokenVerifier,
} from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { type Answer, sendAnswer } from '../useCases/answer.js';
import { type PlaceOrderInput, toPlaceOrderInput } from '../useCases/placeOrderInput.js';
import { translateError } from './errorStatus.js';

const route = '/api/orders';

type Options = Readonly<{
  place: (input: PlaceOrderInput) => Promise<Answer>;
  identity: TokenVerifier;
  observe: Observer;
  logger: Logger;
  /** Serves everything else. */
  otherwise: RequestListener;
}>;

/** POST /api/orders without Express, which costs more than the order itself; checks and answers are the same. */
export const withHotPath =
  ({ otherwise, ...options }: Options): RequestListener =>
  (request, response) => {
    if (request.method === 'POST' && request.url === route) void serve(options, request, response);
    else otherwise(request, response);
  };

const serve = async (
  { place, identity, observe, logger }: Omit<Options, 'otherwise'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  openContext(request, response);
  observe(request, response, () => route);
  response.setHeader('Cache-Control', 'no-store');
  try {
    const refusal = refusalOf(request);
    if (refusal !== null) throw refusal;
    authenticate(request, identity);
    const body = await readJson(request);
    sendAnswer(response, await place(toPlaceOrderInput(request, body)));
  } catch (error) {
    const translated = error instanceof Error ? translateError(error) : null;
    const problem = translated ?? toProblem(error);
    if (problem.status === 500)
      logger.error({ err: error, requestId: request.context.requestId }, 'unforeseen error');
    sendProblem(request, response, problem);
  }
};
