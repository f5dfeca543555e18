import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import kafkajs, { type Kafka } from 'kafkajs';
import { nodeCommand } from '../platform/lifecycle/index.js';

/**
 * How long is a record on its way through the embedded broker, and how many pass in a second? Once with and once
 * without waiting for the disk. Run: node --import tsx bench/kafkaBroker.bench.ts
 */
const pings = 500;
const batches = 200;
const recordsPerBatch = 500;
const value = 'x'.repeat(300);

const measure = async (flags: readonly string[]): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'kafka-bench-'));
  const { command, args } = nodeCommand(
    new URL('../embedded/kafkaBroker/main.js', import.meta.url),
  );
  const broker = spawn(command, [...args, '--dir', dir, '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = (await once(createInterface({ input: broker.stdout }), 'line')) as [string];
    const { url } = JSON.parse(line) as Readonly<{ url: string }>;
    const kafka = new kafkajs.Kafka({ brokers: [url], logLevel: kafkajs.logLevel.ERROR });

    return `${await roundTrips(kafka)}, ${await throughput(kafka)}`;
  } finally {
    broker.kill();
    await once(broker, 'close');
    await rm(dir, { recursive: true });
  }
};

const roundTrips = async (kafka: Kafka): Promise<string> => {
  const { producer, consumer } = await connected(kafka, 'pings');
  const times: number[] = [];
  let arrived = (): void => undefined;
  await consumer.run({
    eachMessage: ({ message }) => {
      times.push(performance.now() - Number(message.value));
      arrived();

      return Promise.resolve();
    },
  });
  for (let n = 0; n < pings; n += 1) {
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    await producer.send({
      topic: 'pings',
      messages: [{ partition: 0, value: String(performance.now()) }],
    });
    await arrival;
  }
  await Promise.all([producer.disconnect(), consumer.disconnect()]);
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);

  return `produce to consume p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
};

const throughput = async (kafka: Kafka): Promise<string> => {
  const { producer, consumer } = await connected(kafka, 'load');
  const total = batches * recordsPerBatch;
  const messages = Array.from({ length: recordsPerBatch }, () => ({ partition: 0, value }));
  let consumed = 0;
  const started = performance.now();
  const done = new Promise<void>((resolve) => {
    void consumer.run({
      eachBatch: ({ batch }) => {
        consumed += batch.messages.length;
        if (consumed >= total) resolve();

        return Promise.resolve();
      },
    });
  });
  for (let n = 0; n < batches; n += 1) await producer.send({ topic: 'load', messages });
  await done;
  const perSecond = total / ((performance.now() - started) / 1000);
  await Promise.all([producer.disconnect(), consumer.disconnect()]);

  return `${Math.round(perSecond)} messages/s produced and consumed`;
};

const connected = async (kafka: Kafka, topic: string) => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
  const producer = kafka.producer({
    idempotent: true,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 250 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: [topic], fromBeginning: true });

  return { producer, consumer };
};

for (const [name, flags] of [
  ['acknowledged after fdatasync', []],
  ['acknowledged from the page cache', ['--no-sync']],
] as const)
  process.stdout.write(`${name}: ${await measure(flags)}\n`);
