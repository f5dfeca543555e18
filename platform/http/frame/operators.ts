import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import { problem } from '../output/problem.js';
import { isWithin, plainAddress } from './clientAddress.js';

/**
 * Throws 404, as for any unknown path, unless the request comes from this machine or from an
 * address that is allowed. What somebody forwards is never from an operator, wherever that proxy
 * is.
 */
export const requireOperator = (request: IncomingMessage, allowed: BlockList): void => {
  if (isForwarded(request) || !(isOwnMachine(request) || isAllowed(request, allowed)))
    throw problem(404, 'ROUTE_NOT_FOUND', 'There is nothing at this path');
};

const isForwarded = ({ headers }: IncomingMessage): boolean =>
  'x-forwarded-for' in headers || 'forwarded' in headers || 'x-real-ip' in headers;

/**
 * A process that listens on an address of the network is reached by it from its own machine too.
 */
const isOwnMachine = ({ socket: { remoteAddress = '', localAddress } }: IncomingMessage): boolean =>
  /^(?:127\.|::1$)/.test(plainAddress(remoteAddress)) || remoteAddress === localAddress;

const isAllowed = ({ socket: { remoteAddress = '' } }: IncomingMessage, allowed: BlockList) =>
  isWithin(plainAddress(remoteAddress), allowed);
