import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../assertions/eventually.js';

const script = fileURLToPath(new URL('../../../.ci/real-kafka', import.meta.url));

const run = promisify(execFile);

/** One broker of a real Kafka. */
export type RealBroker = Readonly<{
  /** SIGTERM: it hands over what it leads, and ends. */
  stop: () => Promise<unknown>;
  kill: () => Promise<unknown>;
  /** Resolves when it listens again. */
  resume: () => Promise<unknown>;
}>;

/**
 * Returns the brokers of KAFKA_BROKERS if `.ci/real-kafka start 3` has started them, else none:
 * brokers of somebody else are not ended here.
 */
export const realBrokers = async (): Promise<readonly RealBroker[]> => {
  const given = process.env['KAFKA_BROKERS'] ?? '';
  const ours = (await run(script, ['brokers'])).stdout.trim();

  return given !== '' && given === ours ? given.split(',').map((_, at) => brokerOf(at + 1)) : [];
};

const brokerOf = (id: number): RealBroker => {
  // it runs on when the tests end, as it did before them
  const env = { ...process.env, QUICKSALE_TEST_RUN: '' };
  const does = (command: string) => () => run(script, [command, String(id)], { env });

  return { stop: does('stop'), kill: does('kill'), resume: does('resume') };
};

/** Resolves when each partition of our topics has so many replicas that are in sync. */
export const untilReplicated = async (
  brokers: readonly string[],
  replicas: number,
): Promise<void> => {
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await eventually(async () => {
    const { topics } = await admin.fetchTopicMetadata();
    const counts = topics.flatMap(({ partitions }) => partitions.map(({ isr }) => isr.length));
    expect(new Set(counts)).to.deep.equal(new Set([replicas]));
  }, 60_000);
  await admin.disconnect();
};
