// What people do with a Kafka broker, done by @platformatic/kafka. Needs KAFKA_BROKERS.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  Admin,
  ConfigResourceTypes,
  Consumer,
  IncrementalAlterConfigOperationTypes,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';

const base = {
  clientId: 'foreign',
  bootstrapBrokers: process.env.KAFKA_BROKERS.split(','),
  retries: 5,
  retryDelay: 300,
};
const opened = new Set();
const open = (client) => {
  opened.add(client);

  return client;
};
const openAdmin = (options) => open(new Admin({ ...base, ...options }));
const admin = new Admin(base);
const newName = () => `foreign-platformatic-${randomUUID()}`;

const closeAll = async () => {
  for (const client of opened) {
    const closed = client instanceof Consumer ? client.close(true) : client.close();
    await closed.catch(() => undefined);
  }
  opened.clear();
};

const topic = async (partitions = 1, config = {}) => {
  const name = newName();
  const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  const [created] = await admin.createTopics({ topics: [name], partitions, replicas: 1, configs });

  return { ...created, name };
};

const openProducer = (options) =>
  open(new Producer({ ...base, serializers: stringSerializers, ...options }));

const produce = (name, values, options) =>
  openProducer(options).send({ messages: values.map((value) => ({ topic: name, value })) });

const openConsumer = (options) =>
  open(
    new Consumer({
      ...base,
      groupId: newName(),
      deserializers: stringDeserializers,
      sessionTimeout: 10_000,
      rebalanceTimeout: 10_000,
      heartbeatInterval: 500,
      maxWaitTime: 200,
      autocommit: false,
      ...options,
    }),
  );

const consume = (consumer, name, options) =>
  consumer.consume({ topics: [name], mode: 'committed', fallbackMode: 'earliest', ...options });

/** The next messages of a stream; fails when they do not come. */
const read = async (stream, count) => {
  const messages = [];
  const timer = setTimeout(
    () => stream.destroy(new Error(`got ${messages.length} of ${count}`)),
    20_000,
  );
  const iterator = stream[Symbol.asyncIterator]();
  while (messages.length < count) messages.push((await iterator.next()).value);
  clearTimeout(timer);

  return messages;
};

const readAll = async (name, count) => read(await consume(openConsumer(), name), count);
const valuesOf = (messages) => messages.map(({ value }) => value);

const eventually = async (check) => {
  for (const end = Date.now() + 20_000; ;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(100);
    }
  }
};

/** All codes of the protocol in an error and its causes. */
const codesOf = (error) => [
  ...(error.apiId === undefined ? [] : [error.apiId]),
  ...[...(error.errors ?? []), ...(error.cause ? [error.cause] : [])].flatMap(codesOf),
];

const failsWith = async (code, work) => {
  const error = await work().then(
    () => assert.fail(`expected ${code}`),
    (failure) => failure,
  );
  assert.ok(codesOf(error).includes(code), `${code}: ${codesOf(error)} ${error.message}`);
};

const partitionsOf = (consumer) =>
  (consumer.assignments ?? []).flatMap(({ partitions }) => partitions).sort();

const codec = (compression) => async () => {
  const { name } = await topic();
  const values = Array.from({ length: 200 }, (_, at) => `${at} ${'x'.repeat(100)}`);
  await produce(name, values, { compression });
  assert.deepEqual(valuesOf(await readAll(name, 200)), values);
};

const keepsKeysHeadersAndNulls = async () => {
  const { name } = await topic();
  await openProducer().send({
    messages: [
      {
        topic: name,
        key: 'k',
        value: 'v',
        headers: { one: '1', two: '' },
        timestamp: 1_000_000_000_000n,
      },
      { topic: name, key: 'k' },
      { topic: name, value: 'ü' },
    ],
  });
  const [first, tombstone, last] = await readAll(name, 3);
  assert.deepEqual([first.key, first.value, first.timestamp], ['k', 'v', 1_000_000_000_000n]);
  assert.deepEqual(
    [...first.headers],
    [
      ['one', '1'],
      ['two', ''],
    ],
  );
  assert.deepEqual([tombstone.key, tombstone.value ?? null], ['k', null]);
  assert.deepEqual([last.key ?? null, last.value, last.offset], [null, 'ü', 2n]);
};

const producesIdempotently = async () => {
  const { name } = await topic();
  const producer = openProducer({ idempotent: true });
  const values = Array.from({ length: 300 }, (_, at) => String(at));
  for (let at = 0; at < 300; at += 50) {
    const messages = values.slice(at, at + 50).map((value) => ({ topic: name, value }));
    const { offsets } = await producer.send({ messages });
    assert.equal(offsets[0].offset, BigInt(at));
  }
  assert.deepEqual(valuesOf(await readAll(name, 300)), values);
};

const sharesATopicInAGroup = async () => {
  const { name } = await topic(4);
  const groupId = newName();
  const [one, other] = [openConsumer({ groupId }), openConsumer({ groupId })];
  await consume(one, name);
  await consume(other, name);
  await eventually(() => {
    assert.equal(partitionsOf(one).length, 2);
    assert.deepEqual([...partitionsOf(one), ...partitionsOf(other)].sort(), [0, 1, 2, 3]);
  });
  await other.close(true);
  await eventually(() => assert.deepEqual(partitionsOf(one), [0, 1, 2, 3]));
};

const commitsAndGoesOn = async () => {
  const { name } = await topic();
  const groupId = newName();
  await produce(name, ['a', 'b', 'c']);
  const first = openConsumer({ groupId });
  const [message] = await read(await consume(first, name), 1);
  await message.commit();
  await first.close(true);
  const second = await consume(openConsumer({ groupId }), name);
  assert.deepEqual(valuesOf(await read(second, 2)), ['b', 'c']);
};

const keepsTheGenerationOfAStaticMember = async () => {
  const { name } = await topic(3);
  // without a heartbeat in between, the first does not learn that there is a second
  const slow = {
    groupId: newName(),
    groupInstanceId: 'one',
    heartbeatInterval: 25_000,
    sessionTimeout: 30_000,
    rebalanceTimeout: 30_000,
  };
  const first = openConsumer(slow);
  await consume(first, name);
  const second = openConsumer(slow);
  await consume(second, name);
  assert.notEqual(second.memberId, first.memberId);
  assert.equal(second.generationId, first.generationId);
  assert.deepEqual(partitionsOf(second), [0, 1, 2]);
  const groups = await admin.describeGroups({ groups: [slow.groupId] });
  const members = [...groups.get(slow.groupId).members.values()];
  assert.deepEqual(
    members.map(({ id, groupInstanceId }) => [id, groupInstanceId]),
    [[second.memberId, 'one']],
  );
};

const tellsOffsets = async () => {
  const { name } = await topic(1, { 'retention.ms': '-1' });
  const messages = [1_000n, 9_000n, 2_000n].map((timestamp) => ({
    topic: name,
    value: 'v',
    timestamp,
  }));
  for (const message of messages) await openProducer().send({ messages: [message] });
  const offset = async (timestamp) => {
    const partitions = [{ partitionIndex: 0, timestamp }];
    const [found] = await admin.listOffsets({ topics: [{ name, partitions }] });

    return found.partitions[0].offset;
  };
  assert.deepEqual(
    [await offset(-2n), await offset(-1n), await offset(-3n), await offset(1_500n)],
    [0n, 3n, 1n, 1n],
  );
};

const createsGrowsAndDeletesTopics = async () => {
  const { name, id, partitions, configuration } = await topic(2, { 'retention.ms': '1000000' });
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.notEqual(id, '00000000-0000-0000-0000-000000000000');
  assert.deepEqual([partitions, configuration['retention.ms']], [2, '1000000']);
  await eventually(async () => assert.ok((await admin.listTopics()).includes(name)));
  await admin.createPartitions({ topics: [{ name, count: 5, assignments: null }] });
  await eventually(async () => {
    const metadata = await openAdmin().metadata({ topics: [name] });
    assert.equal(metadata.topics.get(name).partitionsCount, 5);
  });
  await admin.deleteTopics({ topics: [name] });
  await eventually(async () => assert.ok(!(await admin.listTopics()).includes(name)));
};

const showsAndChangesSettings = async () => {
  const { name } = await topic(1, { 'retention.ms': '1000000' });
  const resource = { resourceType: ConfigResourceTypes.TOPIC, resourceName: name };
  const shown = async (key) => {
    const [{ configs }] = await admin.describeConfigs({ resources: [resource] });
    const { value, configSource } = configs.find((one) => one.name === key);

    return [value, configSource];
  };
  const change = (key, value) =>
    admin.incrementalAlterConfigs({
      resources: [
        {
          ...resource,
          configs: [
            { name: key, configOperation: IncrementalAlterConfigOperationTypes.SET, value },
          ],
        },
      ],
    });
  assert.deepEqual(await shown('retention.ms'), ['1000000', 1]);
  assert.deepEqual(await shown('cleanup.policy'), ['delete', 5]);
  await change('retention.ms', '2000000');
  await eventually(async () => assert.deepEqual(await shown('retention.ms'), ['2000000', 1]));
  await failsWith('INVALID_CONFIG', () => change('no.such', '1'));
};

const listsDescribesAndDeletesGroups = async () => {
  const { name } = await topic();
  const groupId = newName();
  await produce(name, ['a', 'b']);
  const consumer = openConsumer({ groupId });
  const [message] = await read(await consume(consumer, name), 1);
  await message.commit();
  assert.equal((await admin.listGroups({ states: ['STABLE'] })).get(groupId)?.state, 'Stable');
  assert.equal((await admin.listGroups({ states: ['EMPTY'] })).get(groupId), undefined);
  const described = (await admin.describeGroups({ groups: [groupId] })).get(groupId);
  const [member] = [...described.members.values()];
  assert.equal(described.members.size, 1);
  assert.equal(member.clientId, 'foreign');
  assert.deepEqual(member.assignments.get(name)?.partitions, [0]);
  await failsWith('NON_EMPTY_GROUP', () =>
    openAdmin({ retries: 0 }).deleteGroups({ groups: [groupId] }),
  );
  await consumer.close(true);
  await changesOffsets(groupId, name);
  await admin.deleteGroups({ groups: [groupId] });
  assert.equal((await admin.listGroups()).get(groupId), undefined);
};

const changesOffsets = async (groupId, name) => {
  const committed = async () => {
    const [group] = await admin.listConsumerGroupOffsets({ groups: [groupId] });

    return group.topics[0].partitions[0].committedOffset;
  };
  assert.equal(await committed(), 1n);
  const partitionOffsets = [{ partition: 0, offset: 2n }];
  await admin.alterConsumerGroupOffsets({ groupId, topics: [{ name, partitionOffsets }] });
  assert.equal(await committed(), 2n);
};

const deletesRecords = async () => {
  const { name } = await topic();
  await produce(name, ['a', 'b', 'c', 'd']);
  const partitions = [{ partition: 0, offset: 2n }];
  const [deleted] = await admin.deleteRecords({ topics: [{ name, partitions }] });
  assert.equal(deleted.partitions[0].lowWatermark, 2n);
  assert.deepEqual(valuesOf(await readAll(name, 2)), ['c', 'd']);
};

const isToldWhatIsWrong = async () => {
  const { name } = await topic(1, { 'max.message.bytes': '2000' });
  const once = openAdmin({ retries: 0 });
  await failsWith('TOPIC_ALREADY_EXISTS', () =>
    once.createTopics({ topics: [name], partitions: 1, replicas: 1 }),
  );
  await failsWith('INVALID_REPLICATION_FACTOR', () =>
    once.createTopics({ topics: [newName()], partitions: 1, replicas: 3 }),
  );
  await failsWith('UNKNOWN_TOPIC_OR_PARTITION', () => once.deleteTopics({ topics: [newName()] }));
  await failsWith('GROUP_ID_NOT_FOUND', () => once.deleteGroups({ groups: [newName()] }));
  await failsWith('MESSAGE_TOO_LARGE', () => produce(name, ['x'.repeat(5_000)], { retries: 0 }));
};

const checks = [
  ...['none', 'gzip', 'snappy', 'lz4', 'zstd'].map((name) => [
    `produces and consumes with ${name}`,
    codec(name),
  ]),
  ['keeps keys, headers and nulls', keepsKeysHeadersAndNulls],
  ['produces idempotently', producesIdempotently],
  ['shares a topic in a group', sharesATopicInAGroup],
  ['commits and goes on', commitsAndGoesOn],
  ['keeps the generation of a static member', keepsTheGenerationOfAStaticMember],
  ['tells offsets', tellsOffsets],
  ['creates, grows and deletes topics', createsGrowsAndDeletesTopics],
  ['shows and changes settings', showsAndChangesSettings],
  ['lists, describes and deletes groups', listsDescribesAndDeletesGroups],
  ['deletes records', deletesRecords],
  ['is told what is wrong', isToldWhatIsWrong],
];

for (const [what, check] of checks) {
  try {
    await check();
    console.log(`ok @platformatic/kafka ${what}`);
  } catch (error) {
    console.log(
      `not ok @platformatic/kafka ${what}: ${[error.message, ...codesOf(error)].join(' ').replaceAll('\n', ' ')}`,
    );
  }
  await closeAll();
}
await admin.close();
