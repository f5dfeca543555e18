import { withTimeout } from '../../concurrency/index.js';

type Connectable = Readonly<{ connect: () => Promise<void>; disconnect: () => Promise<void> }>;

const disconnectTimeoutMs = 2_000;

/** One connection of a client of kafkajs, opened on first use and again after each `close`. */
export const createLazyConnection = <Client extends Connectable>(create: () => Client) => {
  let current: Promise<Client> | null = null;

  const connect = async (): Promise<Client> => {
    const client = create();
    await client.connect();

    return client;
  };

  return {
    /** Throws what `connect` throws, until `close`. */
    get: (): Promise<Client> => (current ??= connect()),
    /** Never throws. */
    close: async (): Promise<void> => {
      const client = current;
      current = null;
      if (client === null) return;
      const disconnected = client.then((connected) => connected.disconnect());
      // it waits for the requests under way, and a paused broker never responds
      await withTimeout(disconnected, disconnectTimeoutMs, 'disconnecting').catch(() => undefined);
    },
  };
};
