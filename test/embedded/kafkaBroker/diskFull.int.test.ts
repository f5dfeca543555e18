import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KafkaBroker, startKafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import {
  closeKafkaClients,
  errorTypeOf,
  collect,
  openAdmin,
  openConsumer,
  openProducer,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import { openKafkaWire } from '../../support/clients/kafkaWire.js';

const topic = 'events';
const storageError = 56;

type Answer = Readonly<{
  responses: readonly Readonly<{ partitions: readonly Readonly<{ errorCode: number }>[] }>[];
}>;

/** Needs the right to mount a small file system; skipped without. */
describe('Kafka broker: on a full disk', () => {
  let dir: string;
  let broker: KafkaBroker;
  let isMounted = false;

  beforeEach(async function () {
    dir = await mkdtemp(join(tmpdir(), 'kafka-full-'));
    isMounted = mount('-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', dir);
    if (!isMounted) this.skip();
    broker = await startKafkaBroker({ dir });
    await (await openAdmin(here())).createTopics({ topics: [{ topic, numPartitions: 1 }] });
  });
  afterEach(async () => {
    await closeKafkaClients();
    if (isMounted) await broker.stop();
    if (isMounted) spawnSync('umount', [dir]);
    await rm(dir, { recursive: true });
  });

  it('refuses records, keeps those that it acknowledged, and goes on when there is room', async () => {
    const acknowledged = await fill();
    expect(acknowledged.length).to.be.greaterThan(10);
    expect(await read(acknowledged.length)).to.deep.equal(acknowledged);
    makeRoom();
    expect(await send('after')).to.equal('NONE');
    expect(await read(acknowledged.length + 1)).to.deep.equal([...acknowledged, 'after']);

    await closeKafkaClients();
    await broker.stop();
    broker = await startKafkaBroker({ dir });
    expect(await read(acknowledged.length + 1)).to.deep.equal([...acknowledged, 'after']);
  });

  it('lets an idempotent producer go on where it was refused, without a repeat or a gap', async () => {
    const settings = { retry: { initialRetryTime: 20, maxRetryTime: 50, retries: 200 } };
    const producer = await openProducer(
      { idempotent: true, maxInFlightRequests: 1, ...settings },
      here(),
    );
    const numbers = Array.from({ length: 80 }, (_, n) => `${n} ${'x'.repeat(9_000)}`);
    const sending = (async () => {
      for (const value of numbers) await producer.send({ topic, messages: [{ value }] });
    })();
    await until(async () => (await send('y'.repeat(9_000))) !== 'NONE', 'the disk to be full');
    makeRoom();
    await sending;
    const values = await readUntil((all) => numbers.every((one) => all.includes(one)));

    expect(values.filter((value) => !value.startsWith('y'))).to.deep.equal(numbers);
  });

  it('refuses topics and offsets that it cannot note, and takes them when there is room', async () => {
    await fill();
    const admin = await openAdmin({ ...here(), retry: { retries: 0 } });
    const create = (n: number) =>
      errorTypeOf(admin.createTopics({ topics: [{ topic: `${n}${'t'.repeat(240)}` }] }));
    const created = await countUntilRefused(create);
    const commit = (n: number) => commitOffset('readers', topic, n);
    const committed = await countUntilRefused(commit);
    makeRoom();

    expect(await create(created)).to.equal('NONE');
    expect((await admin.fetchTopicMetadata()).topics).to.have.length(created + 2);
    expect(await offsetOf('readers')).to.equal(String(committed - 1));
    expect(await commit(committed)).to.equal('NONE');
    expect(await offsetOf('readers')).to.equal(String(committed));
  });

  /** Commits with a long note, so that a page of the disk is soon full. */
  const commitOffset = async (groupId: string, name: string, offset: number): Promise<string> => {
    const wire = await openKafkaWire([address()]);
    const partitions = [{ partition: 0, offset: String(offset), metadata: 'n'.repeat(1_000) }];
    const { responses } = await wire.send<Answer>('offsetCommit', 5, {
      groupId,
      groupGenerationId: -1,
      memberId: '',
      topics: [{ topic: name, partitions }],
    });
    wire.close();
    const code = responses[0]?.partitions[0]?.errorCode;

    return code === 0 ? 'NONE' : code === storageError ? 'KAFKA_STORAGE_ERROR' : String(code);
  };

  const offsetOf = async (groupId: string): Promise<string | undefined> => {
    const [found] = await (await openAdmin(here())).fetchOffsets({ groupId, topics: [topic] });

    return found?.partitions[0]?.offset;
  };

  const address = () => `127.0.0.1:${broker.port}`;

  const here = () => ({ brokers: [address()] });

  const makeRoom = (): void => {
    mount('-o', 'remount,size=8m', dir);
  };

  const send = async (value: string): Promise<string> => {
    const producer = await openProducer({ retry: { retries: 0 } }, here());

    return errorTypeOf(producer.send({ topic, messages: [{ value }] }));
  };

  /** Sends until the broker refuses; returns what it took. */
  const fill = async (): Promise<string[]> => {
    for (let n = 0, acknowledged: string[] = []; ; n += 1) {
      const value = `${n} ${'x'.repeat(9_000)}`;
      const outcome = await send(value);
      if (outcome === 'NONE') acknowledged.push(value);
      else {
        expect(outcome).to.equal('KAFKA_STORAGE_ERROR');

        return acknowledged;
      }
    }
  };

  const readUntil = async (isComplete: (values: readonly string[]) => boolean) => {
    const received = await collect(await openConsumer(topic, {}, here()));
    await until(() => isComplete(received.map(valueOf)), 'all messages');

    return received.map(valueOf);
  };

  const read = (count: number) => readUntil((values) => values.length >= count);
});

/** How many attempts succeed before one is refused by the disk. */
const countUntilRefused = async (attempt: (n: number) => Promise<string>): Promise<number> => {
  for (let n = 0; ; n += 1) {
    const outcome = await attempt(n);
    if (outcome === 'NONE') continue;
    expect(outcome).to.equal('KAFKA_STORAGE_ERROR');

    return n;
  }
};

const mount = (...args: string[]): boolean => spawnSync('mount', args).status === 0;
