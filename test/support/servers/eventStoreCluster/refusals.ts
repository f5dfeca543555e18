import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { NodeState } from './nodeState.js';

/** Returns the error with which a node in this state ends a call; null when it serves it. */
export const refusalOf = ({ role, access }: NodeState): ServiceError | null => {
  if (role === 'electing') return serviceError(status.UNAVAILABLE, notReady);
  if (access === 'denied')
    return serviceError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
  if (access === 'unauthenticated')
    return serviceError(status.UNAUTHENTICATED, 'Authentication Failed');

  return null;
};

/** What a node that does not lead says to whoever requires the leader. */
export const notLeader = ({ host, port }: Readonly<{ host: string; port: number }>): ServiceError =>
  serviceError(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const notReady = 'Server Is Not Ready';

const serviceError = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServiceError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);

  return Object.assign(new Error(details), { code, details, metadata });
};
