import { expect } from 'chai';
import { connect, type Socket } from 'node:net';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { type Writer } from '../../../embedded/kafkaBroker/protocol/writer.js';
import { pause } from '../../../platform/concurrency/index.js';
import { closeKafkaClients, openAdmin, until } from '../../support/clients/kafkaClients.js';
import { kafkaRequest } from '../../support/builders/kafkaRequest.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

/** More than the system takes for a connection that nobody reads. */
const unreadResponses = 12;

const apis = { metadata: 3, describeGroups: 15, createTopics: 19, describeConfigs: 32 };

describe('Kafka broker: a connection that sends and does not read', () => {
  let broker: KafkaBroker;
  let socket: Socket;

  beforeEach(async () => {
    broker = await startOwnKafkaBroker();
    socket = connect(broker.port, '127.0.0.1');
    socket.pause();
  });
  afterEach(async () => {
    socket.destroy();
    await closeKafkaClients();
    await broker.stop();
  });

  const send = (key: number, version: number, write: (out: Writer) => unknown): void => {
    socket.write(kafkaRequest(key, version, write));
  };
  /** About a MB, which its response has too. */
  const names = Array.from({ length: 5_000 }, (_, at) => `${at}${'n'.repeat(200)}`);
  const large: Readonly<Record<string, () => void>> = {
    metadata: () => send(apis.metadata, 1, (out) => out.array(names, out.string)),
    'descriptions of groups': () =>
      send(apis.describeGroups, 0, (out) => out.array(names, out.string)),
    'descriptions of settings': () =>
      send(apis.describeConfigs, 0, (out) =>
        out.array(names, (name) => out.int8(2).string(name).int32(-1)),
      ),
  };

  for (const [what, request] of Object.entries(large))
    it(`is served no further until it reads: ${what}`, async () => {
      for (let sent = 0; sent < unreadResponses; sent += 1) request();
      send(apis.createTopics, 0, (out) =>
        out
          .array(['after'], () => out.string('after').int32(1).int16(1).int32(0).int32(0))
          .int32(1_000),
      );
      const admin = await openAdmin({ brokers: [`127.0.0.1:${broker.port}`] });
      await pause(1_000);
      expect(await admin.listTopics()).to.deep.equal([]);

      socket.resume();
      await until(async () => (await admin.listTopics()).includes('after'), 'the last request');
    });
});
