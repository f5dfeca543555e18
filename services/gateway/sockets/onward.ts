import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { unavailable } from '../../../platform/http/index.js';
import type { Origin } from '../upstreams/origins/origin.js';

/** Sends a request on to a notifier, without its body. */
export type SendOnward = (
  request: IncomingMessage,
  origin: Origin,
  options: Omit<RequestOptions, 'headers'> &
    Readonly<{ headers?: Readonly<Record<string, string>> }>,
) => ClientRequest;

/** `addressOf` returns the address of the client, which the notifier limits by. */
export const createSendOnward =
  (addressOf: (request: IncomingMessage) => string): SendOnward =>
  (request, origin, { headers, ...options }) => {
    const onward = httpRequest(new URL(request.url ?? '/', origin.url), {
      ...options,
      headers: {
        host: origin.host,
        ...onwardHeaders(request, addressOf(request)),
        ...headers,
      },
    });
    onward.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') origin.noteRefused();
    });

    return onward;
  };

/** Whether only the notifier that opened the session knows it. */
export const isOfSession = ({ url = '' }: IncomingMessage): boolean => /[?&]sid=/.test(url);

export const notifierUnavailable = () =>
  unavailable('UPSTREAM_UNAVAILABLE', 'The notifier service does not answer');

const forwarded = /^(?:accept|content-type|content-length|origin|user-agent|sec-websocket-[a-z]+)$/;

/** What a notifier gets to know of a request; `address` is that of its client. */
export const onwardHeaders = (
  { headers, context }: IncomingMessage,
  address: string,
): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(headers).filter(
      (entry): entry is [string, string] =>
        forwarded.test(entry[0]) && typeof entry[1] === 'string',
    ),
  ),
  'x-request-id': context.requestId,
  // the notifier compares it with the page's origin, as it does not know the gateway's name
  'x-forwarded-host': headers.host ?? '',
  'x-forwarded-for': address,
});
