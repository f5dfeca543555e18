import { expect } from 'chai';
import type { Consumer, ISocketFactory } from 'kafkajs';
import { connect, type Socket } from 'node:net';
import {
  closeKafkaClients,
  createTopic,
  collect,
  openAdmin,
  openConsumer,
  openProducer,
  pause,
  type Received,
  uniqueName,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';

const partitions = 6;

describe('Kafka: consumer groups', () => {
  afterEach(async () => {
    // With an error, since kafkajs does not notice the end of a socket otherwise.
    for (const socket of silent.splice(0)) socket.destroy(new Error('cut'));
    await closeKafkaClients();
  });

  describe('committed offsets', () => {
    it('lead the next member to where the last one ended', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      const send = await sender(topic);
      await send(1, 5);
      const first = await openConsumer(topic, { groupId });
      const early = await collect(first);
      await until(() => early.length === 5, 'five messages');
      await first.disconnect();
      expect(await committed(groupId, topic)).to.deep.equal({ 0: '5' });

      await send(6, 8);
      const late = await collect(await openConsumer(topic, { groupId }));
      await until(() => late.length === 3, 'three messages');

      expect(late.map(valueOf)).to.deep.equal(['6', '7', '8']);
    });

    it('are -1 where nothing was committed', async () => {
      const topic = await createTopic(2);

      expect(await committed(uniqueName('group'), topic)).to.deep.equal({ 0: '-1', 1: '-1' });
    });

    it('are kept for each group by itself', async () => {
      const topic = await createTopic();
      const [one, other] = [uniqueName('group'), uniqueName('group')];
      await (
        await sender(topic)
      )(1, 3);
      const consumer = await openConsumer(topic, { groupId: one });
      const received = await collect(consumer);
      await until(() => received.length === 3, 'three messages');
      await consumer.disconnect();

      expect(await committed(one, topic)).to.deep.equal({ 0: '3' });
      expect(await committed(other, topic)).to.deep.equal({ 0: '-1' });
    });

    it('may be set back while nobody consumes', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      await (
        await sender(topic)
      )(1, 4);
      const first = await openConsumer(topic, { groupId });
      const early = await collect(first);
      await until(() => early.length === 4, 'four messages');
      await first.disconnect();

      const admin = await openAdmin();
      await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '1' }] });
      const again = await collect(await openConsumer(topic, { groupId }));
      await until(() => again.length === 3, 'three messages');

      expect(again.map(valueOf)).to.deep.equal(['2', '3', '4']);
    });

    it('are only those that the consumer commits', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      await (
        await sender(topic)
      )(1, 4);
      const consumer = await openConsumer(topic, { groupId });
      const seen: string[] = [];
      await consumer.run({
        autoCommit: false,
        eachMessage: async ({ message }) => {
          seen.push(message.offset);
          if (message.offset === '1')
            await consumer.commitOffsets([{ topic, partition: 0, offset: '2' }]);
        },
      });
      await until(() => seen.length === 4, 'four messages');
      await consumer.disconnect();

      expect(await committed(groupId, topic)).to.deep.equal({ 0: '2' });
    });
  });

  describe('members', () => {
    it('share all partitions, each with one owner', async () => {
      const topic = await createTopic(partitions);
      const groupId = uniqueName('group');
      const members = [await member(topic, groupId), await member(topic, groupId)];
      await until(() => isShared(members), 'both to have their share');

      expect(members.map(({ assigned }) => assigned().length)).to.deep.equal([3, 3]);
      expect(members.flatMap(({ assigned }) => assigned()).sort()).to.deep.equal(allPartitions);
    });

    it('take over from one that leaves', async () => {
      const topic = await createTopic(partitions);
      const groupId = uniqueName('group');
      const [leaver, ...others] = [
        await member(topic, groupId),
        await member(topic, groupId),
        await member(topic, groupId),
      ];
      await until(() => isShared([leaver, ...others]), 'all three to have their share');
      const started = performance.now();
      await leaver.consumer.disconnect();
      await until(() => isShared(others), 'the other two to take over');

      expect(performance.now() - started).to.be.lessThan(5_000);
    });

    it('lose nothing and keep the order while others join and leave under load', async () => {
      const topic = await createTopic(partitions);
      const groupId = uniqueName('group');
      const load = await produceAllTheTime(topic);
      const first = await member(topic, groupId);
      await until(() => first.received.length > 0, 'the first messages');
      const second = await member(topic, groupId);
      await until(() => isShared([first, second]), 'two to share');
      const third = await member(topic, groupId);
      await until(() => isShared([first, second, third]), 'three to share');
      await first.consumer.disconnect();
      await until(() => isShared([second, third]), 'two to share again');
      await third.consumer.disconnect();
      await until(() => isShared([second]), 'one to have all');
      const sent = await load.stop();
      const all = () => [first, second, third].flatMap(({ received }) => received);
      await until(() => new Set(all().map(valueOf)).size === sent, 'every message');

      for (const { received } of [first, second, third]) expectOrder(received);
    });

    it('take over from one that crashes, when its session times out', async () => {
      const topic = await createTopic(partitions);
      const groupId = uniqueName('group');
      const load = await produceAllTheTime(topic);
      const survivor = await member(topic, groupId);
      const crashing = await member(topic, groupId);
      await until(() => isShared([survivor, crashing]), 'both to have their share');
      await until(() => crashing.received.length > 0, 'its first messages');
      const started = performance.now();
      crashing.crash();
      await until(() => isShared([survivor]), 'the survivor to take over', 30_000);
      const took = performance.now() - started;
      const sent = await load.stop();
      const all = () => [...survivor.received, ...crashing.received];
      await until(() => new Set(all().map(valueOf)).size === sent, 'every message');

      expect(took).to.be.greaterThan(3_000);
    });
  });
});

const allPartitions = Array.from({ length: partitions }, (_, partition) => partition);

type Member = Readonly<{
  consumer: Consumer;
  received: Received[];
  /** Partitions that the member has now. */
  assigned: () => number[];
  /** Falls silent without leaving the group. */
  crash: () => void;
}>;

const member = async (topic: string, groupId: string): Promise<Member> => {
  const sockets: Socket[] = [];
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    sockets.push(socket);

    return socket;
  };
  const consumer = await openConsumer(topic, { groupId }, { socketFactory });
  let assigned: number[] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    assigned = payload.memberAssignment[topic] ?? [];
  });
  const received = await collect(consumer);

  return {
    consumer,
    received,
    assigned: () => [...assigned],
    crash: () => {
      // What it sends goes nowhere, and what is sent to it neither.
      for (const socket of sockets) socket.write = () => true;
      for (const socket of sockets) socket.pause();
      silent.push(...sockets);
    },
  };
};

/** Connections of members that crashed; they are cut when the test is over. */
const silent: Socket[] = [];

const isShared = (members: readonly Member[]): boolean => {
  const owned = members.flatMap(({ assigned }) => assigned());
  const everyone = members.every(({ assigned }) => assigned().length > 0);

  return everyone && [...owned].sort().join() === allPartitions.join();
};

/**
 * Within a partition the numbers of the messages never fall, but for what a rebalance delivers once
 * more.
 */
const expectOrder = (received: readonly Received[]): void => {
  for (const partition of allPartitions) {
    const offsets = received
      .filter((one) => one.partition === partition)
      .map(({ message }) => Number(message.offset));
    const firstSeen = offsets.filter((offset, at) => offsets.indexOf(offset) === at);
    expect(firstSeen).to.deep.equal([...firstSeen].sort((a, b) => a - b));
  }
};

const sender = async (topic: string) => {
  const producer = await openProducer();

  return async (from: number, to: number): Promise<void> => {
    const values = Array.from({ length: to - from + 1 }, (_, n) => String(from + n));
    await producer.send({ topic, messages: values.map((value) => ({ value })) });
  };
};

const produceAllTheTime = async (topic: string) => {
  const producer = await openProducer({ idempotent: true, maxInFlightRequests: 1 });
  const stopping = new AbortController();
  let sent = 0;
  const work = (async () => {
    for (; !stopping.signal.aborted; sent += 1) {
      const value = String(sent);
      await producer.send({ topic, messages: [{ key: value, value }] });
      await pause(5);
    }

    return sent;
  })();

  return {
    /** Ends it, after a hundred messages at least, and returns how many there were. */
    stop: async (): Promise<number> => {
      await until(() => sent >= 100, 'a hundred messages');
      stopping.abort();

      return work;
    },
  };
};

const committed = async (groupId: string, topic: string): Promise<Record<number, string>> => {
  const [found] = await (await openAdmin()).fetchOffsets({ groupId, topics: [topic] });

  return Object.fromEntries(
    (found?.partitions ?? []).map(({ partition, offset }) => [partition, offset]),
  );
};
