import type { Request, Response } from 'express';
import { type HttpAnswer, sendAnswer } from '../output/answer.js';

/** Reads what it needs from the request; throws what is sent as a problem document. */
export type UseCase = (request: Request) => Promise<HttpAnswer>;

/** Returns the Express handler that sends what a use case returns. */
export const toHandler =
  (useCase: UseCase) =>
  async (request: Request, response: Response): Promise<void> =>
    sendAnswer(response, await useCase(request));
