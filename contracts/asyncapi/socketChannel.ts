import {
  catalogueEvents,
  catalogueNamespace,
  connectErrorCodes,
  socketAuth,
  socketEvents,
} from '../socket/index.js';
import { toSchema } from './topicChannels.js';

type Sent = keyof (typeof socketEvents)['serverToClient'];

type Received = keyof (typeof socketEvents)['clientToServer'];

const summaries: Readonly<Record<Sent | Received, string>> = {
  cursor: 'First of all: the cursor after which this socket gets everything',
  'order.update': 'An order of the user has changed: at least once, in cursor order',
  'stock.update': 'The stock of a watched product: at most 4 per second, the last value always',
  token_expired: 'The socket ends now: connect again with a new token',
  watch: 'The products whose stock the socket wants to hear of; answered by {ok}',
};

const { serverToClient, clientToServer } = socketEvents;

const ref = (path: string) => ({ $ref: `#/${path}` });

/** The channels of Socket.IO: of users, and of visitors without an account. */
export const socketChannels = (): object => ({
  socket: {
    address: '/socket.io',
    summary: 'Changes of a user’s orders, and of the stock that is watched',
    description: [
      'Connect with `io(url, {auth})`, where auth is the Handshake schema; a token in the URL is refused.',
      'With `cursor` everything after it is sent first; without it starts at now, and `cursor` says where that is.',
      `A refused connection has one of these codes: ${connectErrorCodes.join(', ')}.`,
    ].join('\n'),
    servers: [ref('servers/sockets')],
    messages: Object.fromEntries(
      Object.keys(summaries).map((name) => [name, ref(`components/messages/${name}`)]),
    ),
    bindings,
  },
  catalogue: {
    address: catalogueNamespace,
    summary: 'The stock that visitors without an account watch',
    description: [
      `A namespace of the same Socket.IO server: \`io(url + '${catalogueNamespace}')\`, without a token.`,
      'An address has a limited number of such sockets; one more is refused with TOO_MANY_SOCKETS.',
    ].join('\n'),
    servers: [ref('servers/sockets')],
    messages: Object.fromEntries(
      Object.keys({ ...catalogueEvents.serverToClient, ...catalogueEvents.clientToServer }).map(
        (name) => [name, ref(`components/messages/${name}`)],
      ),
    ),
    bindings,
  },
});

const bindings = { ws: { bindingVersion: '0.1.0' } };

export const socketOperations = (): object => ({
  ...Object.fromEntries(
    Object.keys(serverToClient).map((name) => [`push.${name}`, operation('send', 'socket', name)]),
  ),
  ...Object.fromEntries(
    Object.keys(clientToServer).map((name) => [
      `hear.${name}`,
      operation('receive', 'socket', name),
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(catalogueEvents.serverToClient).map((name) => [
      `catalogue.push.${name}`,
      operation('send', 'catalogue', name),
    ]),
  ),
  ...Object.fromEntries(
    Object.keys(catalogueEvents.clientToServer).map((name) => [
      `catalogue.hear.${name}`,
      operation('receive', 'catalogue', name),
    ]),
  ),
});

const operation = (
  action: 'send' | 'receive',
  channel: 'socket' | 'catalogue',
  name: string,
): object => ({
  action,
  channel: ref(`channels/${channel}`),
  messages: [ref(`channels/${channel}/messages/${name}`)],
});

export const socketMessages = (): object =>
  Object.fromEntries(
    Object.entries({ ...serverToClient, ...clientToServer }).map(([name, schema]) => [
      name,
      { name, summary: summaries[name as Sent | Received], payload: toSchema(schema) },
    ]),
  );

export const handshakeSchema = (): object => toSchema(socketAuth);
