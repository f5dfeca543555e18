import { expect } from 'chai';
import { closeKafkaClients, openAdmin, uniqueName } from '../../support/clients/kafkaClients.js';
import { type KafkaWire, openKafkaWire } from '../../support/clients/kafkaWire.js';

const invalidAssignment = 39;

type Assignment = Readonly<{ partition: number; replicas: readonly number[] }>;

type Created = Readonly<{ topicErrors: readonly Readonly<{ errorCode: number }>[] }>;

/** Clients may say which broker has which partition. */
describe('Kafka: where partitions are placed', () => {
  let wire: KafkaWire;
  let node: number;

  before(async () => {
    wire = await openKafkaWire();
    const { brokers } = await (await openAdmin()).describeCluster();
    node = brokers[0]?.nodeId ?? 0;
  });
  after(async () => {
    wire.close();
    await closeKafkaClients();
  });

  const create = async (
    replicaAssignment: readonly Assignment[],
    topic = uniqueName('topic'),
  ): Promise<number | undefined> => {
    const { topicErrors } = await wire.send<Created>('createTopics', 2, {
      topics: [{ topic, numPartitions: -1, replicationFactor: -1, replicaAssignment }],
    });

    return topicErrors[0]?.errorCode;
  };
  const grow = async (
    topic: string,
    count: number,
    assignments: readonly (readonly number[])[],
  ): Promise<number | undefined> => {
    const { topicErrors } = await wire.send<Created>('createPartitions', 0, {
      topicPartitions: [{ topic, count, assignments }],
    });

    return topicErrors[0]?.errorCode;
  };

  it('is the broker, for a topic', async () => {
    expect(
      await create([
        { partition: 1, replicas: [node] },
        { partition: 0, replicas: [node] },
      ]),
    ).to.equal(0);
  });

  const refused: Readonly<Record<string, () => readonly Assignment[]>> = {
    'the same broker twice': () => [{ partition: 0, replicas: [node, node] }],
    'no broker': () => [{ partition: 0, replicas: [] }],
    'a broker that does not exist': () => [{ partition: 0, replicas: [node + 1] }],
    'a first partition that is not the first': () => [{ partition: 5, replicas: [node] }],
    'a partition that comes twice': () => [
      { partition: 0, replicas: [node] },
      { partition: 0, replicas: [node] },
    ],
    'a gap': () => [
      { partition: 0, replicas: [node] },
      { partition: 2, replicas: [node] },
    ],
  };

  for (const [what, assignments] of Object.entries(refused))
    it(`is refused for a topic with ${what}`, async () => {
      expect(await create(assignments())).to.equal(invalidAssignment);
    });

  it('is the broker, for a partition that is added', async () => {
    const topic = uniqueName('topic');
    await create([{ partition: 0, replicas: [node] }], topic);

    expect(await grow(topic, 3, [[node], [node]])).to.equal(0);
  });

  const refusedToo: Readonly<Record<string, () => readonly (readonly number[])[]>> = {
    'too few': () => [[node]],
    'too many': () => [[node], [node], [node]],
    'the same broker twice': () => [[node], [node, node]],
    'a broker that does not exist': () => [[node], [node + 1]],
  };

  for (const [what, assignments] of Object.entries(refusedToo))
    it(`is refused for partitions that are added with ${what}`, async () => {
      const topic = uniqueName('topic');
      await create([{ partition: 0, replicas: [node] }], topic);

      expect(await grow(topic, 3, assignments())).to.equal(invalidAssignment);
      expect(await grow(topic, 3, [[node], [node]])).to.equal(0);
    });
});
