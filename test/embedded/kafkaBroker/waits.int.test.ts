import { expect } from 'chai';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { pause } from '../../../platform/concurrency/index.js';
import { kafkaRequest } from '../../support/builders/kafkaRequest.js';
import { closeKafkaClients, openAdmin } from '../../support/clients/kafkaClients.js';
import { openKafkaSocket } from '../../support/clients/kafkaWire.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

const endEveryMs = 250;
const apartMs = 120;

describe('Kafka broker: fetches that wait for records', () => {
  let broker: KafkaBroker;
  beforeEach(async () => {
    broker = await startOwnKafkaBroker();
    const admin = await openAdmin({ brokers: [`127.0.0.1:${broker.port}`] });
    await admin.createTopics({ topics: [{ topic: 'quiet' }] });
  });
  afterEach(async () => {
    await closeKafkaClients();
    await broker.stop();
  });

  /** Milliseconds from the fetch to its response, and when that came. */
  const fetchEmpty = async (maxWaitMs: number) => {
    const { exchange, close } = await openKafkaSocket([`127.0.0.1:${broker.port}`]);
    const frame = kafkaRequest(1, 4, (out) => {
      out.int32(-1).int32(maxWaitMs).int32(1).int32(1_000).int8(0);
      out.array(['quiet'], (topic) =>
        out.string(topic).array([0], (partition) => out.int32(partition).int64(0).int32(1_000)),
      );
    });
    const sentAt = performance.now();
    await exchange(frame);
    close();
    const at = performance.now();

    return { at, waited: at - sentAt };
  };

  it('end together, and at most a little earlier than they may', async () => {
    await pause(endEveryMs - (performance.now() % endEveryMs));
    const first = fetchEmpty(1_000);
    await pause(apartMs);
    const [one, other] = await Promise.all([first, fetchEmpty(1_000)]);

    expect(other.at - one.at).to.be.lessThan(apartMs);
    for (const { waited } of [one, other]) expect(waited).to.be.above(1_000 - endEveryMs - 5);
  });

  it('end exactly when they want to where that is soon', async () => {
    for (const maxWaitMs of [100, 300])
      expect((await fetchEmpty(maxWaitMs)).waited).to.be.above(maxWaitMs - 5);
  });
});
