import { expect } from 'chai';
import { connect } from 'node:net';
import { CompressionTypes, type IHeaders, type KafkaConfig } from 'kafkajs';
import {
  closeKafkaClients,
  createTopic,
  errorTypeOf,
  openProducer,
  readAll,
  uniqueName,
  valueOf,
} from '../../support/clients/kafkaClients.js';
import { type KafkaWire, openKafkaWire } from '../../support/clients/kafkaWire.js';

describe('Kafka: producing', () => {
  afterEach(closeKafkaClients);

  for (const acks of [-1, 1])
    it(`acknowledges with the offset of the first record (acks ${acks})`, async () => {
      const topic = await createTopic();
      const producer = await openProducer();
      const send = (...values: string[]) =>
        producer.send({ topic, acks, messages: values.map((value) => ({ value })) });

      const [first] = await send('a', 'b', 'c');
      const [second] = await send('d');

      expect(first).to.include({ topicName: topic, partition: 0, errorCode: 0, baseOffset: '0' });
      expect(second).to.include({ topicName: topic, partition: 0, errorCode: 0, baseOffset: '3' });
    });

  it('takes records without answering (acks 0)', async () => {
    const topic = await createTopic();
    const producer = await openProducer();

    await producer.send({ topic, acks: 0, messages: [{ value: 'unanswered' }] });

    expect((await readAll(topic, 1)).map(valueOf)).to.deep.equal(['unanswered']);
  });

  it('keeps key, value, headers and timestamp as they came', async () => {
    // a topic keeps records for a week by default
    const topic = await createTopic(1, { 'retention.ms': '-1' });
    const producer = await openProducer();
    const value = Buffer.from([0, 255, 128, 10, 13]);
    const headers = { ce_type: 'order.created', ünï: 'çödé 🎟', twice: ['a', 'b'], empty: '' };

    await producer.send({
      topic,
      messages: [{ key: 'schlüssel', value, headers, timestamp: '1700000000123' }],
    });
    const [received] = await readAll(topic, 1);

    expect(received?.message).to.deep.include({
      key: Buffer.from('schlüssel'),
      value,
      timestamp: '1700000000123',
      offset: '0',
    });
    expect(textsOf(received?.message.headers)).to.deep.equal({ ...headers, twice: 'a,b' });
  });

  it('tells a missing key and value from empty ones', async () => {
    const topic = await createTopic();
    const producer = await openProducer();

    await producer.send({
      topic,
      messages: [
        { key: null, value: null },
        { key: '', value: '' },
      ],
    });
    const [missing, empty] = (await readAll(topic, 2)).map(({ message }) => message);

    expect(missing).to.include({ key: null, value: null });
    expect(empty?.key).to.deep.equal(Buffer.alloc(0));
    expect(empty?.value).to.deep.equal(Buffer.alloc(0));
  });

  it('keeps one key in one partition, and spreads many', async () => {
    const topic = await createTopic(6);
    const producer = await openProducer();
    const keys = Array.from({ length: 60 }, (_, n) => `key-${n % 20}`);

    await producer.send({ topic, messages: keys.map((key) => ({ key, value: key })) });
    const received = await readAll(topic, keys.length);
    const partitionsOf = (key: string) =>
      new Set(received.filter((one) => valueOf(one) === key).map(({ partition }) => partition));

    for (const key of new Set(keys)) expect(partitionsOf(key).size, key).to.equal(1);
    expect(new Set(received.map(({ partition }) => partition)).size).to.be.greaterThan(3);
  });

  it('writes to the partition that the message names', async () => {
    const topic = await createTopic(4);
    const producer = await openProducer();

    await producer.send({ topic, messages: [{ partition: 2, key: 'any', value: 'there' }] });
    const [received] = await readAll(topic, 1);

    expect(received?.partition).to.equal(2);
  });

  it('keeps the order within a partition, with offsets that have no gaps', async () => {
    const topic = await createTopic();
    const producer = await openProducer({ idempotent: true, maxInFlightRequests: 1 });
    const values = Array.from({ length: 500 }, (_, n) => String(n));

    for (let at = 0; at < values.length; at += 10)
      await producer.send({
        topic,
        messages: values.slice(at, at + 10).map((value) => ({ value })),
      });
    const received = await readAll(topic, values.length);

    expect(received.map(valueOf)).to.deep.equal(values);
    expect(received.map(({ message }) => message.offset)).to.deep.equal(values);
  });

  it('takes compressed records', async () => {
    const topic = await createTopic();
    const producer = await openProducer();
    const values = Array.from({ length: 100 }, (_, n) => `value ${n}`);

    await producer.send({
      topic,
      compression: CompressionTypes.GZIP,
      messages: values.map((value) => ({ value })),
    });

    expect((await readAll(topic, 100)).map(valueOf)).to.deep.equal(values);
  });

  it('writes a batch once, though its acknowledgement was lost and it came again', async () => {
    const topic = await createTopic();
    const loss = loseNextAnswer();
    const producer = await openProducer(
      { idempotent: true, maxInFlightRequests: 1 },
      loss.settings,
    );
    await producer.send({ topic, messages: [{ value: 'before' }] });

    loss.begin();
    const [repeated] = await producer.send({ topic, messages: [{ value: 'x' }, { value: 'y' }] });
    await producer.send({ topic, messages: [{ value: 'after' }] });

    expect(loss.losses()).to.equal(1);
    expect(repeated?.baseOffset).to.equal('1');
    expect((await readAll(topic, 4)).map(valueOf)).to.deep.equal(['before', 'x', 'y', 'after']);
  });

  it('refuses a sequence with a gap and an epoch that is over', async () => {
    const topic = await createTopic();
    const wire = await openKafkaWire();
    const { producerId } = await wire.send<Readonly<{ producerId: string }>>('initProducerId', 1);
    const produce = async (producerEpoch: number, firstSequence: number) =>
      (await produceOn(wire, topic, { producerId, producerEpoch, firstSequence }))?.errorCode;

    expect(await produce(0, 0)).to.equal(0);
    expect(await produce(0, 2)).to.equal(outOfOrderSequence);
    expect(await produce(1, 1)).to.equal(outOfOrderSequence);
    expect(await produce(1, 0)).to.equal(0);
    expect(await produce(0, 1)).to.equal(invalidProducerEpoch);
    wire.close();
    expect(await readAll(topic, 2)).to.have.length(2);
  });

  it('refuses records that changed on their way, and writes none of them', async () => {
    const topic = await createTopic();
    const wire = await openKafkaWire();
    wire.damageNext();

    expect(await produceOn(wire, topic)).to.include({ errorCode: corruptMessage });
    expect(await produceOn(wire, topic)).to.include({ errorCode: 0, baseOffset: '0' });
    wire.close();
    expect(await readAll(topic, 1)).to.have.length(1);
  });

  it('refuses a message that is too large, and takes the next', async () => {
    const topic = await createTopic();
    const producer = await openProducer();
    const send = (value: string) => producer.send({ topic, messages: [{ value }] });

    expect(await errorTypeOf(send('x'.repeat(1_100_000)))).to.equal('MESSAGE_TOO_LARGE');
    await send('small');

    expect((await readAll(topic, 1)).map(valueOf)).to.deep.equal(['small']);
  });

  it('holds a topic to its own message size', async () => {
    const topic = await createTopic(1, { 'max.message.bytes': '1000' });
    const producer = await openProducer();
    const send = (value: string) => producer.send({ topic, messages: [{ value }] });

    expect(await errorTypeOf(send('x'.repeat(900)))).to.equal('NONE');
    expect(await errorTypeOf(send('x'.repeat(1_000)))).to.equal('MESSAGE_TOO_LARGE');
  });

  it('refuses an unknown topic, and does not create it', async () => {
    const topic = uniqueName('unknown');
    const producer = await openProducer({ retry: { initialRetryTime: 10, retries: 1 } });
    const send = () => producer.send({ topic, messages: [{ value: 'lost' }] });

    expect(await errorTypeOf(send())).to.equal('UNKNOWN_TOPIC_OR_PARTITION');
    expect(await errorTypeOf(send())).to.equal('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

const corruptMessage = 2;
const outOfOrderSequence = 45;
const invalidProducerEpoch = 47;

type Sender = Readonly<{ producerId: string; producerEpoch: number; firstSequence: number }>;
type Result = Readonly<{ errorCode: number; baseOffset: string }>;
type Produced = Readonly<{ topics: readonly Readonly<{ partitions: readonly Result[] }>[] }>;

/** Sends one record to partition 0; as an idempotent producer would when it is given an id. */
const produceOn = async (
  wire: KafkaWire,
  topic: string,
  { producerId = '-1', producerEpoch = 0, firstSequence = 0 }: Partial<Sender> = {},
): Promise<Result | undefined> => {
  const partitions = [{ partition: 0, firstSequence, messages: [{ value: 'any' }] }];
  const topicData = [{ topic, partitions }];
  const request = { acks: -1, timeout: 1_000, producerId, producerEpoch, topicData };
  const { topics } = await wire.send<Produced>('produce', 7, request);

  return topics[0]?.partitions[0];
};

const textsOf = (headers: IHeaders = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** Connections whose next answer, once begun, is thrown away together with the connection. */
const loseNextAnswer = () => {
  let armed = false;
  let losses = 0;
  const socketFactory: KafkaConfig['socketFactory'] = ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    const emit = socket.emit.bind(socket);
    socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
      if (event !== 'data' || !armed) return emit(event, ...args);
      armed = false;
      losses += 1;

      return socket.destroy(new Error('The connection was cut')).destroyed;
    };

    return socket;
  };

  return {
    settings: { socketFactory } as Partial<KafkaConfig>,
    begin: () => {
      armed = true;
    },
    losses: () => losses,
  };
};
