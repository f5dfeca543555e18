import type { UserSocket } from './socketServer.js';

/** The sockets of this instance, by user and by session. */
export const createSessions = () => {
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
    of: (userId: string): readonly UserSocket[] => [...(byUser.get(userId) ?? [])],
    has: (userId: string): boolean => byUser.has(userId),
    users: (): readonly string[] => [...byUser.keys()],
    ofSession: (sessionId: string): readonly UserSocket[] =>
      [...byUser.values()]
        .flatMap((sockets) => [...sockets])
        .filter(({ data }) => data.principal.sessionId === sessionId),
  };
};

export type Sessions = ReturnType<typeof createSessions>;
