import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

/**
 * Turns Nagle's algorithm off, which kafkajs leaves on: a small request that follows another would
 * wait for the acknowledgement of that one.
 */
export const socketFactory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
  // the types say that it is always there
  const tls = ssl as typeof ssl | undefined;
  const socket = tls
    ? connectTls({ host, port, servername: host, ...tls }, onConnect)
    : connectPlain({ host, port }, onConnect);
  socket.setKeepAlive(true, 60_000);
  socket.setNoDelay(true);

  return socket;
};

/**
 * Looks at `mayWrite` right before everything that goes to a broker. Where it is false the
 * connection is cut: a client that was paused would send, or send again, what another one sends by
 * now.
 */
export const fencedSocketFactory =
  (mayWrite: () => boolean): ISocketFactory =>
  (options) => {
    const socket = socketFactory(options);
    const write = socket.write.bind(socket) as Write;
    socket.write = (...args) => {
      if (mayWrite()) return write(...args);
      socket.destroy(new Error('Another process may write by now'));

      return false;
    };

    return socket;
  };

type Write = (...args: readonly unknown[]) => boolean;
