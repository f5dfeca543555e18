import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KafkaBroker, startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';

type Started = Readonly<{ broker: KafkaBroker; dir: string }>;

let started: Promise<Started> | null = null;

const start = async (): Promise<Started> => {
  const dir = await mkdtemp(join(tmpdir(), 'kafka-broker-'));

  return { broker: await startKafkaBroker({ dir, cleaningIntervalMs: 300 }), dir };
};

const fromEnvironment = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter((b) => b !== '');

/** Whether the tests run against a broker that somebody else started (`KAFKA_BROKERS`). */
const isForeignBroker = fromEnvironment.length > 0;

/**
 * Addresses to connect to: those of KAFKA_BROKERS, else of one embedded broker per mocha process.
 */
export const kafkaBrokers = async (): Promise<string[]> => {
  if (isForeignBroker) return fromEnvironment;
  started ??= start();

  return [`127.0.0.1:${(await started).broker.port}`];
};

after(async () => {
  if (started === null) return;
  const { broker, dir } = await started;
  await broker.stop();
  await rm(dir, { recursive: true });
});
