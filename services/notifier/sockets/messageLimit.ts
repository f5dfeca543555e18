import type { UserSocket } from './socketServer.js';

const messagesPerSecond = 20;

/** Disconnects a socket that sends more messages in one second. */
export const limitMessages = (socket: UserSocket): void => {
  let second = 0;
  let count = 0;
  socket.onAny(() => {
    const now = Math.floor(performance.now() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    if (count > messagesPerSecond) socket.disconnect(true);
  });
};
