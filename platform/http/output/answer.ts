import type { ServerResponse } from 'node:http';
import { sendJson } from './send.js';

/** What a use case returns, whichever server sends it. A null body is none at all. */
export type HttpAnswer = Readonly<{
  status: number;
  headers: Readonly<Record<string, string>>;
  body: object | null;
}>;

export const sendAnswer = (
  response: ServerResponse,
  { status, headers, body }: HttpAnswer,
): void => {
  // the request had its response when its time was over
  if (response.writableEnded) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === null) response.writeHead(status).end();
  else sendJson(response, status, body);
};

type Change = Readonly<{ events: readonly Readonly<{ position: bigint }>[]; replayed: boolean }>;

/**
 * Headers of whatever changes something: where its events lie in `$all`, and whether it is a
 * replay.
 */
export const changeHeaders = ({ events, replayed }: Change): Readonly<Record<string, string>> => {
  const last = events.at(-1);

  return {
    ...(last !== undefined && { 'X-Position': String(last.position) }),
    ...(replayed && { 'Idempotency-Replayed': 'true' }),
  };
};
