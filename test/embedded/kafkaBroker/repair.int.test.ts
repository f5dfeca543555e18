import { expect } from 'chai';
import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KafkaBroker, startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import {
  closeKafkaClients,
  collect,
  openAdmin,
  openConsumer,
  openProducer,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';

const topic = 'events';

describe('Kafka broker: a folder that was left in disorder', () => {
  let dir: string;
  let broker: KafkaBroker | null = null;
  const log = () => join(dir, 'topics', `1-${topic}`, '0', `${'0'.repeat(20)}.log`);

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kafka-broker-'));
    await start();
    const admin = await openAdmin(here());
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    await send('a');
    await send('b');
    await send('c');
  });
  afterEach(async () => {
    await stop();
    await rm(dir, { recursive: true });
  });

  for (const cut of [1, 30, 65])
    it(`loses only the last batch when ${cut} of its bytes are missing`, async () => {
      await stop();
      await truncate(log(), (await stat(log())).size - cut);
      await start();

      expect(await read(2)).to.deep.equal(['a', 'b']);
      await send('d');
      expect(await read(3)).to.deep.equal(['a', 'b', 'd']);
    });

  it('cuts off what is no batch at the end', async () => {
    await stop();
    const { size } = await stat(log());
    await appendFile(log(), Buffer.alloc(1000, 7));
    await start();

    expect((await stat(log())).size).to.equal(size);
    expect(await read(3)).to.deep.equal(['a', 'b', 'c']);
  });

  it('cuts off a last batch whose bytes are wrong', async () => {
    await stop();
    await flip(log(), (await stat(log())).size - 3);
    await start();

    expect(await read(2)).to.deep.equal(['a', 'b']);
  });

  it('does not start on a log that is damaged in the middle, and says where', async () => {
    await stop();
    const third = (await stat(log())).size / 3;
    await flip(log(), third + 65);

    expect(await failureOf(start())).to.include(`${log()} is damaged at byte ${third}`);
    await flip(log(), third + 65);
    await start();
    expect(await read(3)).to.deep.equal(['a', 'b', 'c']);
  });

  it('does not start when a wrong length would hide the batches behind it', async () => {
    await stop();
    await flip(log(), 8);

    expect(await failureOf(start())).to.include(`${log()} is damaged at byte 0`);
  });

  for (const file of ['catalogue', 'offsets'])
    it(`forgets a last line of ${file} that was not written to its end`, async () => {
      await commit();
      await stop();
      await appendFile(join(dir, file), 'deadbeef {"type":"TopicDel');
      await start();

      expect(await read(3)).to.deep.equal(['a', 'b', 'c']);
      expect(await committed()).to.equal('3');
    });

  it('does not start on a catalogue that is damaged in the middle', async () => {
    await stop();
    await flip(join(dir, 'catalogue'), 20);

    expect(await failureOf(start())).to.include(`${join(dir, 'catalogue')} is damaged at byte 0`);
  });

  const here = () => ({ brokers: [broker?.url ?? ''] });

  const start = async (): Promise<void> => {
    broker = await startKafkaBroker({ dir });
  };

  const stop = async (): Promise<void> => {
    await closeKafkaClients();
    await broker?.stop();
    broker = null;
  };

  const send = async (value: string): Promise<void> => {
    const producer = await openProducer({}, here());
    await producer.send({ topic, messages: [{ value }] });
  };

  const read = async (count: number): Promise<string[]> => {
    const received = await collect(await openConsumer(topic, {}, here()));
    await until(() => received.length >= count, `${count} messages`);

    return received.map(valueOf);
  };

  const commit = async (): Promise<void> => {
    const consumer = await openConsumer(topic, { groupId: 'readers' }, here());
    const received = await collect(consumer);
    await until(() => received.length === 3, 'three messages');
    await consumer.disconnect();
  };

  const committed = async (): Promise<string | undefined> => {
    const admin = await openAdmin(here());
    const [found] = await admin.fetchOffsets({ groupId: 'readers', topics: [topic] });

    return found?.partitions[0]?.offset;
  };
});

const flip = async (path: string, at: number): Promise<void> => {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x40;
  await writeFile(path, bytes);
};

const failureOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;

    return 'It did not fail';
  } catch (error) {
    return String(error);
  }
};
