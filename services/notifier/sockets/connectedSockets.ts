import type { UserSocket } from './socketServer.js';

/** The sockets of this instance, by user and by session. */
export const createConnectedSockets = () => {
  const byUser = new Map<string, Set<UserSocket>>();

  return {
    add: (socket: UserSocket): void => {
      const { userId } = socket.data.principal;
      const sockets = byUser.get(userId) ?? new Set();
      byUser.set(userId, sockets.add(socket));
    },
    remove: (socket: UserSocket): void => {
      const { userId } = socket.data.principal;
      const sockets = byUser.get(userId);
      sockets?.delete(socket);
      if (sockets?.size === 0) byUser.delete(userId);
    },
    ofUser: (userId: string): readonly UserSocket[] => [...(byUser.get(userId) ?? [])],
    hasUser: (userId: string): boolean => byUser.has(userId),
    users: (): readonly string[] => [...byUser.keys()],
    ofSession: (sessionId: string): readonly UserSocket[] =>
      [...byUser.values()]
        .flatMap((sockets) => [...sockets])
        .filter(({ data }) => data.principal.sessionId === sessionId),
  };
};

export type ConnectedSockets = ReturnType<typeof createConnectedSockets>;
