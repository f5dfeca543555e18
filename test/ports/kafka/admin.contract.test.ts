import { expect } from 'chai';
import type { Admin, ITopicConfig } from 'kafkajs';
import { ConfigResourceTypes } from 'kafkajs';
import {
  closeKafkaClients,
  createTopic,
  errorTypeOf,
  collect,
  openAdmin,
  openConsumer,
  openProducer,
  readAll,
  uniqueName,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import { commitOffset, openKafkaWire } from '../../support/clients/kafkaWire.js';

describe('Kafka: administration', () => {
  let admin: Admin;

  beforeEach(async () => {
    admin = await openAdmin({ retry: { initialRetryTime: 10, retries: 2 } });
  });
  afterEach(closeKafkaClients);

  const create = (topic: Partial<ITopicConfig> = {}, more: object = {}) =>
    admin.createTopics({ topics: [{ topic: uniqueName('topic'), ...topic }], ...more });

  describe('topics', () => {
    it('are created with their partitions', async () => {
      const topic = uniqueName('topic');

      expect(await create({ topic, numPartitions: 6 })).to.equal(true);

      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      expect(topics[0]?.partitions.map(({ partitionId }) => partitionId).sort()).to.deep.equal([
        0, 1, 2, 3, 4, 5,
      ]);
      expect(
        topics[0]?.partitions.every(({ partitionErrorCode }) => partitionErrorCode === 0),
      ).to.equal(true);
      expect(await admin.listTopics()).to.include(topic);
    });

    it('have a leader among the brokers of the cluster', async () => {
      const topic = await createTopic();
      const { brokers, clusterId, controller } = await admin.describeCluster();
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const nodes = brokers.map(({ nodeId }) => nodeId);

      expect(clusterId).to.be.a('string').that.is.not.empty;
      expect(nodes).to.include(controller);
      expect(nodes).to.include(topics[0]?.partitions[0]?.leader);
    });

    it('are created once', async () => {
      const topic = await createTopic(2);

      expect(await create({ topic, numPartitions: 3 })).to.equal(false);
      expect(
        (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions,
      ).to.have.length(2);
    });

    it('are not created when they are only validated', async () => {
      const topic = uniqueName('topic');

      expect(await create({ topic }, { validateOnly: true, waitForLeaders: false })).to.equal(true);
      expect(await admin.listTopics()).not.to.include(topic);
    });

    const refused: readonly (readonly [string, Partial<ITopicConfig>, string])[] = [
      ['a name with a space', { topic: 'a b' }, 'INVALID_TOPIC_EXCEPTION'],
      ['a name that is too long', { topic: 'x'.repeat(250) }, 'INVALID_TOPIC_EXCEPTION'],
      ['the name of a folder', { topic: '../..' }, 'INVALID_TOPIC_EXCEPTION'],
      ['no partition', { numPartitions: 0 }, 'INVALID_PARTITIONS'],
      ['more replicas than brokers', { replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
      [
        'a setting that does not exist',
        { configEntries: [{ name: 'no.such.setting', value: '1' }] },
        'INVALID_CONFIG',
      ],
    ];

    for (const [what, topic, error] of refused)
      it(`are refused with ${what}`, async () => {
        expect(await errorTypeOf(create(topic))).to.equal(error);
      });

    it('are refused when their name could be mistaken for another', async () => {
      const topic = uniqueName('a.b');
      await create({ topic });

      expect(await errorTypeOf(create({ topic: topic.replace('.', '_') }))).to.equal(
        'INVALID_TOPIC_EXCEPTION',
      );
    });

    it('are unknown until they are created', async () => {
      const metadata = admin.fetchTopicMetadata({ topics: [uniqueName('unknown')] });

      expect(await errorTypeOf(metadata)).to.equal('UNKNOWN_TOPIC_OR_PARTITION');
    });

    it('are gone when they are deleted, with their messages', async () => {
      const topic = await createTopic();
      const producer = await openProducer();
      await producer.send({ topic, messages: [{ value: 'old' }] });

      await admin.deleteTopics({ topics: [topic] });
      await until(async () => !(await admin.listTopics()).includes(topic), 'the topic to go');
      await create({ topic });
      await producer.send({ topic, messages: [{ value: 'new' }] });

      expect((await readAll(topic, 1)).map(valueOf)).to.deep.equal(['new']);
    });

    it('cannot be deleted when they are unknown', async () => {
      const deleted = admin.deleteTopics({ topics: [uniqueName('unknown')] });

      expect(await errorTypeOf(deleted)).to.equal('UNKNOWN_TOPIC_OR_PARTITION');
    });

    it('get more partitions, and keep what they have', async () => {
      const topic = await createTopic(2);
      const producer = await openProducer();
      await producer.send({ topic, messages: [{ partition: 1, value: 'kept' }] });

      await admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] });
      const partitions = async () =>
        (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions.length;
      await until(async () => (await partitions()) === 5, 'five partitions');
      await (await openProducer()).send({ topic, messages: [{ partition: 4, value: 'new' }] });

      const received = await readAll(topic, 2);
      expect(received.map((one) => [one.partition, valueOf(one)]).sort()).to.deep.equal([
        [1, 'kept'],
        [4, 'new'],
      ]);
    });

    for (const count of [1, 2])
      it(`cannot go from two partitions to ${count}`, async () => {
        const topic = await createTopic(2);
        const shrunk = admin.createPartitions({ topicPartitions: [{ topic, count }] });

        expect(await errorTypeOf(shrunk)).to.equal('INVALID_PARTITIONS');
      });

    it('show their settings, and which are their own', async () => {
      const topic = await createTopic(1, { 'max.message.bytes': '12345' });
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: topic,
            configNames: ['max.message.bytes', 'cleanup.policy'],
          },
        ],
      });
      const entries = resources[0]?.configEntries.map(({ configName, configValue, isDefault }) => ({
        configName,
        configValue,
        isDefault,
      }));

      expect(entries).to.have.deep.members([
        { configName: 'max.message.bytes', configValue: '12345', isDefault: false },
        { configName: 'cleanup.policy', configValue: 'delete', isDefault: true },
      ]);
    });
  });

  describe('groups', () => {
    it('are listed and described with their members', async () => {
      const topic = await createTopic(2);
      const groupId = uniqueName('group');
      await collect(await openConsumer(topic, { groupId }));
      const described = async () => (await admin.describeGroups([groupId])).groups[0];
      await until(async () => (await described())?.state === 'Stable', 'a stable group');

      const group = await described();
      expect(group).to.include({
        errorCode: 0,
        groupId,
        state: 'Stable',
        protocolType: 'consumer',
      });
      expect(group?.protocol).to.equal('RoundRobinAssigner');
      expect(group?.members).to.have.length(1);
      expect(group?.members[0]).to.include({ clientId: 'contract' });
      expect(group?.members[0]?.clientHost).to.equal('/127.0.0.1');
      expect((await admin.listGroups()).groups).to.deep.include({
        groupId,
        protocolType: 'consumer',
      });
    });

    it('are empty when their members have left', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      const consumer = await openConsumer(topic, { groupId });
      await collect(consumer);
      await until(async () => (await stateOf(groupId)) === 'Stable', 'a stable group');

      await consumer.disconnect();

      expect(await stateOf(groupId)).to.equal('Empty');
    });

    it('are dead when nobody knows them', async () => {
      expect(await stateOf(uniqueName('unknown'))).to.equal('Dead');
    });

    it('are deleted with their offsets', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      await commitOffset(groupId, topic);
      expect(await committed(groupId, topic)).to.equal('0');

      await admin.deleteGroups([groupId]);

      expect(await stateOf(groupId)).to.equal('Dead');
      expect(await committed(groupId, topic)).to.equal('-1');
    });

    it('cannot be deleted while they have members', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      await collect(await openConsumer(topic, { groupId }));
      await until(async () => (await stateOf(groupId)) === 'Stable', 'a stable group');

      expect(await errorTypeOf(admin.deleteGroups([groupId]))).to.equal('NON_EMPTY_GROUP');
    });

    it('cannot be deleted when they are unknown', async () => {
      expect(await errorTypeOf(admin.deleteGroups([uniqueName('unknown')]))).to.equal(
        'GROUP_ID_NOT_FOUND',
      );
    });

    it('lose the offsets of a topic that is deleted', async () => {
      const topic = await createTopic();
      const groupId = uniqueName('group');
      await commitOffset(groupId, topic);
      expect(await committed(groupId, topic)).to.equal('0');

      await admin.deleteTopics({ topics: [topic] });
      await until(async () => !(await admin.listTopics()).includes(topic), 'the topic to go');
      await create({ topic });

      await until(async () => (await committed(groupId, topic)) === '-1', 'the offset to go');
    });
  });

  it('serves the versions that kafkajs asks for', async () => {
    const wire = await openKafkaWire();
    const { errorCode, apiVersions } = await wire.send<ApiVersions>('apiVersions', 2);
    wire.close();

    expect(errorCode).to.equal(0);
    for (const [apiKey, version] of askedFor)
      expect(
        apiVersions.find((api) => api.apiKey === apiKey && api.maxVersion >= version),
        `API ${apiKey} in version ${version}`,
      ).not.to.equal(undefined);
  });

  const stateOf = async (groupId: string) =>
    (await admin.describeGroups([groupId])).groups[0]?.state;

  const committed = async (groupId: string, topic: string) =>
    (await admin.fetchOffsets({ groupId, topics: [topic] }))[0]?.partitions[0]?.offset;
});

type ApiVersions = Readonly<{
  errorCode: number;
  apiVersions: readonly Readonly<{ apiKey: number; maxVersion: number }>[];
}>;

/** API key and version, as kafkajs 2.2.4 prefers them; of groups those before static members. */
const askedFor: readonly (readonly [apiKey: number, version: number])[] = [
  [0, 7],
  [1, 11],
  [2, 3],
  [3, 6],
  [8, 5],
  [9, 4],
  [10, 2],
  [11, 4],
  [12, 2],
  [13, 2],
  [14, 2],
  [15, 2],
  [16, 2],
  [18, 2],
  [19, 3],
  [20, 1],
  [22, 1],
  [32, 2],
  [37, 1],
  [42, 1],
];
