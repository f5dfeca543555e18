import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { closeKafkaClients, openAdmin } from '../../../support/clients/kafkaClients.js';
import { closeMessaging, openConsumer, openKafka } from '../../../support/clients/messaging.js';

describe('A consumer that stops', () => {
  afterEach(async () => {
    await closeMessaging();
    await closeKafkaClients();
  });

  it('has left its group by then: the next one need not wait for its session', async () => {
    const groupId = `test-${randomUUID()}`;
    const admin = await openAdmin();
    const consumer = await openConsumer({
      kafka: await openKafka(),
      groupId,
      topics: ['order.status'],
      handle: () => Promise.resolve(),
    });
    const before = await admin.describeGroups([groupId]);
    await consumer.stop();
    const after = await admin.describeGroups([groupId]);

    expect(before.groups[0]?.members).to.have.length(1);
    expect(after.groups[0]).to.include({ state: 'Empty' });
  });
});
