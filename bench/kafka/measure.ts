import kafkajs, { type Consumer, type Kafka, type Producer } from 'kafkajs';

const recordsPerBatch = 500;

const value = 'x'.repeat(300);

/** Milliseconds from the producer's call to the consumer's, one record after the other. */
export const roundTrips = async (kafka: Kafka, topic: string, pings: number): Promise<number[]> => {
  const { producer, consumer, close } = await connect(kafka, topic);
  const times: number[] = [];
  let onReceived = (): void => undefined;
  await consumer.run({
    eachMessage: ({ message }) => {
      times.push(performance.now() - Number(message.value));
      onReceived();

      return Promise.resolve();
    },
  });
  for (let n = 0; n < pings; n += 1) {
    const received = new Promise<void>((resolve) => (onReceived = resolve));
    const messages = [{ partition: 0, value: String(performance.now()) }];
    await producer.send({ topic, messages });
    await received;
  }
  await close();

  return times;
};

/** Records per second, from the first call to the last record received. */
export const measureThroughput = async (
  kafka: Kafka,
  topic: string,
  batches: number,
): Promise<number> => {
  const { producer, consumer, close } = await connect(kafka, topic);
  const total = batches * recordsPerBatch;
  const messages = Array.from({ length: recordsPerBatch }, () => ({ partition: 0, value }));
  let consumed = 0;
  const startedAt = performance.now();
  const done = new Promise<void>((resolve) => {
    void consumer.run({
      eachBatch: ({ batch }) => {
        consumed += batch.messages.length;
        if (consumed >= total) resolve();

        return Promise.resolve();
      },
    });
  });
  for (let n = 0; n < batches; n += 1) await producer.send({ topic, messages });
  await done;
  const seconds = (performance.now() - startedAt) / 1000;
  await close();

  return total / seconds;
};

type Connected = Readonly<{ producer: Producer; consumer: Consumer; close: () => Promise<void> }>;

const connect = async (kafka: Kafka, topic: string): Promise<Connected> => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
  await admin.disconnect();
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner;
  const producer = kafka.producer({ idempotent: true, createPartitioner });
  const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 250 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const close = async (): Promise<void> => {
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  };

  return { producer, consumer, close };
};
