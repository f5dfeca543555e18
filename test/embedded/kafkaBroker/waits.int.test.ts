import { expect } from 'chai';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { endOfWait } from '../../../embedded/kafkaBroker/apis/records/endOfWait.js';
import { kafkaRequest } from '../../support/builders/kafkaRequest.js';
import { closeKafkaClients, openAdmin } from '../../support/clients/kafkaClients.js';
import { openKafkaSocket } from '../../support/clients/kafkaWire.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

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

  /** Milliseconds from the fetch to its response. */
  const fetchEmpty = async (maxWaitMs: number): Promise<number> => {
    const { exchange, close } = await openKafkaSocket([`127.0.0.1:${broker.port}`]);
    const frame = kafkaRequest(1, 4, (out) => {
      out.int32(-1).int32(maxWaitMs).int32(1).int32(1_000).int8(0);
      out.array(['quiet'], (topic) =>
        out.string(topic).array([0], (partition) => out.int32(partition).int64(0).int32(1_000)),
      );
    });
    const sentAt = performance.now();
    await exchange(frame);
    const waited = performance.now() - sentAt;
    close();

    return waited;
  };

  it('end a quarter of a second earlier than they may, at most', async () => {
    expect(await fetchEmpty(1_000)).to.be.above(745);
  });

  it('end exactly when they want to where that is soon', async () => {
    for (const maxWaitMs of [100, 300])
      expect(await fetchEmpty(maxWaitMs)).to.be.above(maxWaitMs - 5);
  });

  it('end together, whenever they began, unless they are short', () => {
    expect([1_003, 1_100, 1_249].map((now) => endOfWait(now, 1_000))).to.deep.equal([
      2_000, 2_000, 2_000,
    ]);
    expect([1_000, 1_250.5].map((now) => endOfWait(now, 1_000))).to.deep.equal([2_000, 2_250]);
    expect([1_003, 1_100].map((now) => endOfWait(now, 300))).to.deep.equal([1_303, 1_400]);
  });
});
