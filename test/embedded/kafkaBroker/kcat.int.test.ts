import { expect } from 'chai';
import { spawn, spawnSync } from 'node:child_process';
import { kafkaBrokers } from '../../support/servers/kafkaBroker.js';
import {
  closeKafkaClients,
  createTopic,
  openProducer,
  readAll,
  uniqueName,
  valueOf,
} from '../../support/clients/kafkaClients.js';

/** A client that was built on another library (librdkafka), where the machine has it. */
describe('Kafka broker: kcat', function () {
  before(function () {
    if (spawnSync('kcat', ['-V']).error !== undefined) this.skip();
  });
  afterEach(closeKafkaClients);

  it('lists topics and partitions', async () => {
    const topic = await createTopic(3);

    expect(await kcat(['-L', '-t', topic])).to.include(`topic "${topic}" with 3 partitions`);
  });

  for (const idempotence of ['true', 'false'])
    it(`produces (idempotence ${idempotence})`, async () => {
      const topic = await createTopic();
      await kcat(
        ['-P', '-t', topic, '-K:', '-X', `enable.idempotence=${idempotence}`],
        'k1:one\nk2:two\n',
      );
      const received = await readAll(topic, 2);

      expect(received.map(valueOf)).to.deep.equal(['one', 'two']);
      expect(received.map(({ message }) => message.key?.toString())).to.deep.equal(['k1', 'k2']);
    });

  it('consumes from the beginning to the end', async () => {
    const topic = await createTopic();
    const values = await filled(topic);

    expect(await kcat(['-C', '-t', topic, '-o', 'beginning', '-e', '-q'])).to.equal(
      `${values.join('\n')}\n`,
    );
  });

  it('consumes as a member of a group', async () => {
    const topic = await createTopic();
    const values = await filled(topic);
    const group = ['-G', uniqueName('group'), '-X', 'auto.offset.reset=earliest', '-e', '-q'];

    expect(await kcat([...group, topic])).to.equal(`${values.join('\n')}\n`);
  });

  it('asks for the end of a partition', async () => {
    const topic = await createTopic();
    await filled(topic);

    expect(await kcat(['-Q', '-t', `${topic}:0:-1`])).to.equal(`${topic} [0] offset 3\n`);
  });
});

const filled = async (topic: string): Promise<string[]> => {
  const values = ['one', 'two', 'three'];
  const producer = await openProducer();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });

  return values;
};

const kcat = async (args: readonly string[], input = ''): Promise<string> => {
  const child = spawn('kcat', ['-b', (await kafkaBrokers()).join(), ...args]);
  let out = '';
  child.stdout.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stdin.end(input);

  return new Promise((resolve) => void child.on('close', () => resolve(out)));
};
