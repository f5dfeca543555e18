import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { closeKafkaClients, openAdmin, until } from '../../../support/clients/kafkaClients.js';
import { closeMessaging, openConsumer, openKafka } from '../../../support/clients/messaging.js';

const closeAll = async (): Promise<void> => {
  await closeMessaging();
  await closeKafkaClients();
};

describe('A consumer', () => {
  afterEach(closeAll);

  it('shares the partitions with the others of its group, and has all of them when they leave', async () => {
    const kafka = await openKafka();
    const group = { kafka, groupId: `test-${randomUUID()}` };
    const open = (): ReturnType<typeof openConsumer> =>
      openConsumer({ ...group, topics: ['order.status'], handle: () => Promise.resolve() });
    const first = await open();
    const alone = first.share();
    const second = await open();
    await until(() => first.share() < 1 && second.share() < 1, 'the other one');
    const shares = [first.share(), second.share()];
    await second.stop();
    await until(() => first.share() === 1, 'the end of the other one');

    expect(alone).to.equal(1);
    expect(shares).to.deep.equal([0.5, 0.5]);
  });
});

describe('A consumer that stops', () => {
  afterEach(closeAll);

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
