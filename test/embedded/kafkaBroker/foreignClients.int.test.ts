import { expect } from 'chai';
import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { type Writer } from '../../../embedded/kafkaBroker/protocol/writer.js';
import { pause } from '../../../platform/concurrency/index.js';
import { openKafkaSocket } from '../../support/clients/kafkaWire.js';
import { kafkaRequest } from '../../support/builders/kafkaRequest.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

const MIB = 1024 * 1024;
const names = Array.from({ length: 10_001 }, (_, index) => `n${index}`);

/** What clients send that nobody here wrote, byte by byte. */
describe('Kafka broker: other clients', () => {
  let broker: KafkaBroker;
  before(async () => {
    broker = await startOwnKafkaBroker();
  });
  after(async () => {
    await broker.stop();
  });

  /** The first response to the frame, after its length and correlation id. */
  const ask = (frame: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const socket = connect(broker.port, '127.0.0.1');
      let received = Buffer.alloc(0);
      socket.on('data', (piece: Buffer) => {
        received = Buffer.concat([received, piece]);
        if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
        socket.destroy();
        resolve(received.subarray(8));
      });
      socket.on('error', reject);
      socket.on('close', () => {
        reject(new Error('closed'));
      });
      socket.write(frame);
    });

  it('are told the versions in the compact form that they ask for first', async () => {
    const flexible = kafkaRequest(18, 3, (out) => out.varint(0).varint(5).varint(3).varint(0));
    const answer = await ask(flexible);
    const count = answer.readUInt8(2) - 1;
    const apis = Array.from({ length: count }, (_, i) => answer.readInt16BE(3 + i * 7));
    expect(answer.readInt16BE(0)).to.equal(0);
    expect(apis).to.include.members([0, 1, 3, 18]);
    expect(answer.subarray(3 + count * 7)).to.deep.equal(Buffer.from([0, 0, 0, 0, 0]));
  });

  it('are refused a coordinator of transactions for good', async () => {
    const answer = await ask(kafkaRequest(10, 1, (out) => out.string('transaction').int8(1)));
    expect(answer.readInt16BE(4)).to.equal(53);
  });

  it('are refused replicas on brokers that do not exist, and create topics without counts', async () => {
    const creation = (name: string, replicas: readonly number[]) =>
      kafkaRequest(19, 4, (out) => {
        out.array([name], () => {
          out.string(name).int32(-1).int16(-1);
          out.array(replicas, (id) => out.int32(0).array([id], out.int32));
          out.array([], Boolean);
        });
        out.int32(1_000).boolean(false);
      });
    const codeIn = (answer: Buffer, name: string): number => answer.readInt16BE(10 + name.length);
    expect(codeIn(await ask(creation('elsewhere', [9])), 'elsewhere')).to.equal(39);
    expect(codeIn(await ask(creation('plain', [])), 'plain')).to.equal(0);
  });

  it('are refused times that only newer versions of the request know', async () => {
    const answer = await ask(
      kafkaRequest(2, 1, (out) =>
        out
          .int32(-1)
          .array(['plain'], (topic) =>
            out.string(topic).array([-3], (time) => out.int32(0).int64(time)),
          ),
      ),
    );
    expect(answer.readInt16BE(4 + 2 + 'plain'.length + 4 + 4)).to.equal(35);
  });

  const manyNames: readonly (readonly [api: number, version: number, (out: Writer) => unknown])[] =
    [
      [3, 4, (out) => out.array(names, out.string).boolean(false)],
      [9, 8, (out) => out.array(names, (name) => out.string(name).varint(0).tags()).boolean(false)],
      [10, 4, (out) => out.int8(0).array(names, out.string)],
      [15, 5, (out) => out.array(names, out.string).boolean(false)],
    ];
  for (const [api, version, body] of manyNames)
    it(`are cut off when a request of API ${api} names more than anybody needs`, async () => {
      const isCompact = version > 4 || api === 10;
      const frame = kafkaRequest(api, version, (out) => {
        if (isCompact) out.beFlexible().tags();
        body(out);
        out.tags();
      });
      const answer = await ask(frame).catch((error: unknown) => String(error));
      expect(answer).to.match(/closed|ECONNRESET/);
    });

  describe('that fetch 4 MiB at a time', () => {
    const fetch = kafkaRequest(1, 4, (out) => {
      out
        .int32(-1)
        .int32(0)
        .int32(1)
        .int32(8 * MIB)
        .int8(0);
      out.array(['large'], (topic) =>
        out.string(topic).array([0], (partition) =>
          out
            .int32(partition)
            .int64(0)
            .int32(8 * MIB),
        ),
      );
    });
    let used: number;

    before(async () => {
      const brokers = [`127.0.0.1:${broker.port}`];
      const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
      const producer = kafka.producer();
      await kafka.admin().createTopics({ topics: [{ topic: 'large' }] });
      await producer.connect();
      for (let i = 0; i < 8; i += 1) {
        await producer.send({ topic: 'large', messages: [{ value: Buffer.alloc(MIB - 1_000) }] });
      }
      await producer.disconnect();
    });
    beforeEach(() => {
      used = process.memoryUsage().arrayBuffers;
    });

    const grown = (): number => (process.memoryUsage().arrayBuffers - used) / MIB;

    it('cost no more than one response each when they send and never read', async () => {
      const sockets = Array.from({ length: 4 }, () => connect(broker.port, '127.0.0.1').pause());
      for (const socket of sockets) for (let i = 0; i < 60; i += 1) socket.write(fetch);
      await pause(1_000);
      const most = grown();
      for (const socket of sockets) socket.destroy();
      expect(most).to.be.lessThan(4 * 3 * 4);
    });

    it('cost nothing for what they have read', async () => {
      const { exchange, close } = await openKafkaSocket([`127.0.0.1:${broker.port}`]);
      for (let i = 0; i < 40; i += 1) await exchange(fetch);
      const most = grown();
      close();
      expect(most).to.be.lessThan(100);
    });
  });
});
