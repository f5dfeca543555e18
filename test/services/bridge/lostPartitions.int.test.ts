import { expect } from 'chai';
import { lostPartitions } from '../../../services/bridge/republish/lostPartitions.js';
import { partitionOf } from '../../../platform/messaging/index.js';
import { closeMessaging, openKafka, ownBroker } from '../../support/clients/messaging.js';
import {
  addRows,
  type BridgeFixture,
  drained,
  openBridge,
  openBridgeFixture,
  topic,
} from './bridgeFixture.js';

describe('partitions that have lost messages', function () {
  this.timeout(60_000);
  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await openBridgeFixture();
    const bridge = await openBridge(fixture);
    await addRows(fixture, [
      { position: 1, key: 'a' },
      { position: 2, key: 'b' },
      { position: 3, key: 'a' },
    ]);
    await drained(fixture);
    await bridge.stop();
  });

  afterEach(closeMessaging);

  it('are none while Kafka has what it acknowledged', async () => {
    expect(await lostPartitions(fixture)).to.deep.equal([]);
  });

  it('are those of a Kafka that was made anew, until all is published again', async () => {
    const { brokers, ...broker } = await ownBroker();
    const anew = { ...fixture, broker: { brokers, ...broker }, kafka: await openKafka(brokers) };
    await anew.kafka.ensureTopics();
    const lost = await lostPartitions(anew);
    expect(lost.map(({ partition }) => partition)).to.have.members([
      ...new Set(['a', 'b'].map((key) => partitionOf(key))),
    ]);
    expect(lost[0]).to.include({ topic });

    await fixture.database.query(
      `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
       SELECT position, ordinal, event_id, topic, key, headers, payload FROM messaging.published`,
    );
    await openBridge(anew);
    await drained(anew);

    expect(await lostPartitions(anew)).to.deep.equal([]);
  });
});
