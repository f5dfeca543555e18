import type { Admin, Kafka as KafkaClient } from 'kafkajs';
import { withTimeout } from '../../concurrency/index.js';

const adminTimeoutMs = 5_000;
const disconnectTimeoutMs = 2_000;

/** One admin client, connected on first use and again after every failure. */
export const createAdministration = (client: KafkaClient) => {
  let current: Promise<Admin> | null = null;

  const disconnect = async (): Promise<void> => {
    const admin = current;
    current = null;
    if (admin === null) return;
    const disconnected = admin.then((connected) => connected.disconnect());
    await withTimeout(disconnected, disconnectTimeoutMs, 'disconnecting').catch(() => undefined);
  };

  const connect = async (): Promise<Admin> => {
    const admin = client.admin();
    await admin.connect();

    return admin;
  };

  const run = async <Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> => {
    current ??= connect();
    try {
      return await withTimeout(current.then(work), adminTimeoutMs, 'Kafka administration');
    } catch (error) {
      void disconnect();
      throw error;
    }
  };

  return { run, stop: disconnect };
};
