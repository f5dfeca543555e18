import { expect } from 'chai';
import type { Reader } from '../../../embedded/kafkaBroker/protocol/reader.js';
import type { Writer } from '../../../embedded/kafkaBroker/protocol/writer.js';
import {
  closeKafkaClients,
  createTopic,
  openAdmin,
  openProducer,
  readAll,
  until,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import {
  type CompactWire,
  openCompactWire,
  structures,
} from '../../support/clients/compactWire.js';

const apis = { produce: 0, fetch: 1, listOffsets: 2, metadata: 3, initProducerId: 22 };
const noId = 'A'.repeat(22);
const unknownId = 'q'.repeat(21) + 'A';

/** Newer versions of the requests about records: lengths are varints, structures have tags. */
describe('Kafka: compact versions', () => {
  let wire: CompactWire;
  before(async () => {
    wire = await openCompactWire();
  });
  after(() => wire.close());
  afterEach(closeKafkaClients);

  for (const version of [9, 10, 11, 12])
    it(`describes a topic in version ${version} of its metadata`, async () => {
      const name = await createTopic(2);
      const [topic] = await describeTopic(version, { name });

      expect(topic).to.deep.include({ error: 0, name, isInternal: false });
      expect(topic?.partitions).to.have.deep.members([
        { error: 0, index: 0, epoch: 0 },
        { error: 0, index: 1, epoch: 0 },
      ]);
      if (version >= 10) expect(topic?.id).to.have.length(22).and.not.equal(noId);
    });

  it('finds a topic by its id', async () => {
    const name = await createTopic();
    const id = await idOf(name);
    const [topic] = await describeTopic(12, { id, name: null });

    expect(topic).to.deep.include({ error: 0, name, id });
  });

  it('does not find an id that no topic has', async () => {
    const [topic] = await describeTopic(12, { id: unknownId, name: null });

    expect(topic).to.deep.include({ error: 100, name: null, id: unknownId, partitions: [] });
  });

  it('gives a topic that is created again another id', async () => {
    const name = await createTopic();
    const before = await idOf(name);
    const admin = await openAdmin();
    await admin.deleteTopics({ topics: [name] });
    await until(async () => !(await admin.listTopics()).includes(name), 'the topic to go');
    await admin.createTopics({ topics: [{ topic: name }] });

    expect(await idOf(name)).not.to.equal(before);
    expect((await fetch(13, before))[0]).to.deep.include({ error: 100 });
  });

  it('says what a client may do, if it wants to know', async () => {
    const name = await createTopic();

    expect((await describeTopic(12, { name, wantsOperations: true }))[0]?.operations).to.equal(
      3576,
    );
    expect((await describeTopic(12, { name }))[0]?.operations).to.equal(-(2 ** 31));
  });

  for (const version of [12, 13, 14, 15, 16, 17])
    it(`reads records in version ${version} of fetch`, async () => {
      const name = await topicWith(['a', 'b']);
      const [partition] = await fetch(version, version >= 13 ? await idOf(name) : name);

      expect(partition).to.deep.include({ error: 0, index: 0, highWatermark: 2, startOffset: 0 });
      expect(partition?.records.includes('b')).to.equal(true);
    });

  it('fetches nothing by an id that no topic has', async () => {
    expect((await fetch(13, unknownId))[0]).to.deep.include({ error: 100 });
  });

  it('fetches nothing from a leader that is not there yet', async () => {
    expect((await fetch(12, await topicWith(['a']), { epoch: 7 }))[0]?.error).to.equal(75);
  });

  for (const version of [9, 10, 11])
    it(`appends records in version ${version} of produce`, async () => {
      const name = await topicWith(['a']);
      const records = (await fetch(12, name))[0]?.records ?? Buffer.alloc(0);

      expect(await produce(version, name, records)).to.deep.equal({ error: 0, baseOffset: 1 });
      expect((await readAll(name, 2)).map(valueOf)).to.deep.equal(['a', 'a']);
    });

  it('finds the first, the next and the latest offset, and those of a time', async () => {
    const name = await createTopic(1, { 'retention.ms': '-1' });
    const producer = await openProducer();
    const times = ['1000', '9000', '2000', '9000'];
    for (const timestamp of times)
      await producer.send({ topic: name, messages: [{ value: timestamp, timestamp }] });
    const found = (version: number, time: number, epoch = -1) =>
      listOffsets(version, name, { time, epoch });

    for (const version of [6, 7, 8, 9]) {
      expect(await found(version, -1)).to.deep.equal([0, -1, 4, 0]);
      expect(await found(version, -2)).to.deep.equal([0, -1, 0, 0]);
      expect(await found(version, 1_500)).to.deep.equal([0, 9_000, 1, 0]);
    }
    expect(await found(7, -3)).to.deep.equal([0, 9_000, 1, 0]);
    expect(await found(8, -4)).to.deep.equal([0, -1, 0, 0]);
    expect((await found(9, -5)).slice(0, 3)).to.deep.equal([0, -1, -1]);
    expect(await found(9, -1, 7)).to.deep.equal([75, -1, -1, -1]);
  });

  it('refuses times that a version does not know', async () => {
    const name = await createTopic();
    for (const [version, time] of [
      [6, -3],
      [7, -4],
      [8, -5],
      [9, -7],
    ] as const)
      expect(await listOffsets(version, name, { time })).to.deep.equal([35, -1, -1, -1]);
  });

  for (const version of [2, 3, 4, 5])
    it(`hands out ids of producers in version ${version}`, async () => {
      // a broker that has just started may have to fetch some ids first
      await until(async () => (await initProducerId(version)).error === 0, 'ids');
      const first = await initProducerId(version);
      const second = await initProducerId(version);

      expect([first.error, second.error, first.epoch, second.epoch]).to.deep.equal([0, 0, 0, 0]);
      expect(second.id).not.to.equal(first.id);
    });

  const topicWith = async (values: readonly string[]): Promise<string> => {
    const topic = await createTopic();
    const producer = await openProducer();
    await producer.send({ topic, messages: values.map((value) => ({ value })) });

    return topic;
  };

  const idOf = async (name: string) => (await describeTopic(12, { name }))[0]?.id ?? '';

  const describeTopic = (version: number, { name, id = noId, wantsOperations = false }: Wanted) =>
    wire.send(
      [apis.metadata, version],
      (out) => {
        out.array([name], () => {
          if (version >= 10) out.uuid(id);
          out.string(name).tags();
        });
        out.boolean(false);
        if (version <= 10) out.boolean(false);
        out.boolean(wantsOperations).tags();
      },
      (response) => readMetadata(response, version),
    );

  const fetch = (version: number, topic: string, { epoch = -1 } = {}) =>
    wire.send(
      [apis.fetch, version],
      (out) => {
        if (version < 15) out.int32(-1);
        out.int32(100).int32(1).int32(1_000_000).int8(0).int32(0).int32(-1);
        out.array([topic], () => {
          if (version >= 13) out.uuid(topic);
          else out.string(topic);
          const writePartition = () =>
            out.int32(0).int32(epoch).int64(0).int32(-1).int64(-1).int32(1_000_000).tags();
          out.array([0], writePartition).tags();
        });
        out.array([], Boolean).string('').tags();
      },
      (response) => readFetched(response, version),
    );

  const produce = (version: number, topic: string, records: Buffer) =>
    wire.send(
      [apis.produce, version],
      (out) => {
        out.string(null).int16(-1).int32(10_000);
        const writePartition = () => out.int32(0).bytes(records).tags();
        out.array([topic], () => out.string(topic).array([0], writePartition).tags()).tags();
      },
      readProduced,
    );

  const listOffsets = (version: number, topic: string, { time = -1, epoch = -1 }) =>
    wire.send(
      [apis.listOffsets, version],
      (out) => {
        out.int32(-1).int8(0);
        const writePartition = () => out.int32(0).int32(epoch).int64(time).tags();
        out.array([topic], () => out.string(topic).array([0], writePartition).tags()).tags();
      },
      readOffsets,
    );

  const initProducerId = (version: number) =>
    wire.send(
      [apis.initProducerId, version],
      (out) => writeProducer(out, version),
      ({ int16, int32, int64 }) => {
        int32();

        return { error: int16(), id: int64(), epoch: int16() };
      },
    );
});

type Wanted = Readonly<{ name: string | null; id?: string; wantsOperations?: boolean }>;

const writeProducer = (out: Writer, version: number): void => {
  out.string(null).int32(1_000);
  if (version >= 3) out.int64(-1).int16(-1);
  out.tags();
};

const readMetadata = (response: Reader, version: number) => {
  const { int16, int32, string, nullableString, boolean, uuid, array } = response;
  int32();
  structures(response, () => [int32(), string(), int32(), nullableString()]);
  string();
  int32();
  const topics = structures(response, () => ({
    error: int16(),
    name: nullableString(),
    id: version >= 10 ? uuid() : '',
    isInternal: boolean(),
    partitions: structures(response, () => {
      const error = int16();
      const index = int32();
      int32();
      const epoch = int32();
      (array(int32), array(int32), array(int32));

      return { error, index, epoch };
    }),
    operations: int32(),
  }));
  if (version <= 10) int32();

  return topics;
};

const readFetched = (response: Reader, version: number) => {
  const { int16, int32, int64, string, uuid, bytes } = response;
  (int32(), int16(), int32());
  const topics = structures(response, () => {
    if (version >= 13) uuid();
    else string();

    return structures(response, () => {
      const index = int32();
      const error = int16();
      const highWatermark = int64();
      int64();
      const startOffset = int64();
      structures(response, () => [int64(), int64()]);
      int32();

      return { index, error, highWatermark, startOffset, records: bytes() };
    });
  });

  return topics.flat();
};

const readProduced = (response: Reader) => {
  const { int16, int32, int64, string, nullableString } = response;
  const topics = structures(response, () => {
    string();

    return structures(response, () => {
      int32();
      const result = { error: int16(), baseOffset: int64() };
      (int64(), int64());
      structures(response, () => [int32(), nullableString()]);
      nullableString();

      return result;
    });
  });
  int32();

  return topics.flat()[0];
};

const readOffsets = (response: Reader) => {
  const { int16, int32, int64, string } = response;
  int32();
  const topics = structures(response, () => {
    string();

    return structures(response, () => {
      int32();

      return [int16(), int64(), int64(), int32()];
    });
  });

  return topics.flat()[0] ?? [];
};
