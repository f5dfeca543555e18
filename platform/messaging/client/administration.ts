import type { Admin, Kafka as KafkaClient } from 'kafkajs';
import { withTimeout } from '../../concurrency/index.js';
import { createLazyConnection } from './lazyConnection.js';

const adminTimeoutMs = 5_000;

/** One admin client, connected on first use and again after every failure. */
export const createAdministration = (client: KafkaClient) => {
  const connection = createLazyConnection(() => client.admin());

  const run = async <Result>(work: (admin: Admin) => Promise<Result>): Promise<Result> => {
    try {
      return await withTimeout(connection.get().then(work), adminTimeoutMs, 'Kafka administration');
    } catch (error) {
      void connection.close();
      throw error;
    }
  };

  return { run, stop: connection.close };
};
