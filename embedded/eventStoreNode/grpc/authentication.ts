import {
  Metadata,
  ServerInterceptingCall,
  type ServerInterceptor,
  status,
  type StatusObject,
} from '@grpc/grpc-js';
import { callerOf, type NodeUser } from '../user.js';

/** What everybody may ask, before and without naming an account. */
const open = [
  '/event_store.client.gossip.Gossip/',
  '/event_store.client.server_features.ServerFeatures/',
];

/** Lets nobody but the user call; wrong credentials are refused everywhere. */
export const admitUser =
  (user: NodeUser): ServerInterceptor =>
  ({ path }, call) => {
    const isOpen = open.some((service) => path.startsWith(service));

    return new ServerInterceptingCall(call, {
      start: (next) => {
        next({
          onReceiveMetadata: (metadata, pass) => {
            const caller = callerOf(headerOf(metadata), user);
            if (caller === 'wrong') call.sendStatus(unauthenticated());
            else if (caller === 'nobody' && !isOpen) call.sendStatus(accessDenied());
            else pass(metadata);
          },
        });
      },
    });
  };

const headerOf = (metadata: Metadata): string | undefined => {
  const [header] = metadata.get('authorization');

  return header?.toString();
};

/** As a client makes it from the HTTP answer 401 of EventStoreDB. */
const unauthenticated = (): StatusObject => ({
  code: status.UNAUTHENTICATED,
  details: 'Bad gRPC response. HTTP status code: 401',
  metadata: new Metadata(),
});

const accessDenied = (): StatusObject => {
  const metadata = new Metadata();
  metadata.set('exception', 'access-denied');

  return { code: status.PERMISSION_DENIED, details: 'Access Denied', metadata };
};
