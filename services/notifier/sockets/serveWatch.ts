import type { UserSocket } from './socketServer.js';

export type ServeWatch = (socket: UserSocket, request: unknown) => unknown;

/** Handles `watch`, and acknowledges it to clients that want that. */
export const serveWatch = (socket: UserSocket, watch: ServeWatch): void => {
  socket.on('watch', (request, acknowledge) => {
    const answer = watch(socket, request);
    if (typeof acknowledge === 'function') (acknowledge as (answer: unknown) => void)(answer);
  });
};
