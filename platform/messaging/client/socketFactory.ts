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
