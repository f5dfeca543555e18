import { expect } from 'chai';
import type { Kafka, Publisher } from '../../../../platform/messaging/index.js';
import { createMetrics } from '../../../../platform/metrics/index.js';
import { NotReady } from '../../../../platform/process/index.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import { statusMessage } from '../../../support/builders/statusMessages.js';
import { pause, until } from '../../../support/clients/kafkaClients.js';
import { openConsumer, sendTo } from '../../../support/clients/messaging.js';
import { createWatchdog } from '../../../../platform/messaging/consumer/watchdog.js';
import { messageIn, onlyOf, topic, useMessaging } from './consumerFixture.js';

describe('consumer: its progress', () => {
  let kafka: Kafka;
  let publisher: Publisher;

  useMessaging((opened) => {
    ({ kafka, publisher } = opened);
  });

  it('says that a partition does not move, until it does', async () => {
    const metrics = createMetrics({ service: 'test' });
    const message = messageIn(4);
    let isSick = true;
    const consumer = await openConsumer({
      kafka,
      groupId: 'stalled',
      topics: [topic],
      stalledAfterMs: 300,
      metrics,
      handle: onlyOf(message.key, () => (isSick ? Promise.reject(new Error('away')) : undefined)),
    });
    await sendTo(publisher, topic, message);
    const stalled = () => rejectionOf(consumer.ready()).catch(() => null);
    // those of other tests' messages may take as long for a while, and are named too
    await until(async () => {
      const refusal = await stalled();

      return refusal instanceof NotReady && /order\.status\/4\b.* of stalled/.test(refusal.message);
    }, 'the partition to stall');
    const gauge = (partitions: number) =>
      until(
        async () =>
          (await metrics.text()).includes(
            `quicksale_kafka_consumer_stalled_partitions{group="stalled",service="test"} ${partitions}`,
          ),
        `${partitions} in the metrics`,
      );
    await gauge(1);

    isSick = false;
    await until(async () => (await stalled()) === null, 'it to go on');
    await gauge(0);
  });

  it('says that a handler does not return, until it does', async () => {
    const metrics = createMetrics({ service: 'test' });
    const message = messageIn(3);
    let goOn: () => void = () => undefined;
    const consumer = await openConsumer({
      kafka,
      groupId: 'hanging',
      topics: [topic],
      stalledAfterMs: 200,
      hungAfterMs: 400,
      metrics,
      handle: onlyOf(message.key, () => new Promise<void>((resolve) => (goOn = resolve))),
    });
    const refusal = (check: () => Promise<void>) => rejectionOf(check()).catch(() => null);
    await consumer.responsive();
    await sendTo(publisher, topic, message);
    await until(
      async () => (await refusal(consumer.responsive)) instanceof NotReady,
      'the refusal',
    );
    // those of other tests' messages wait behind it, and are named too
    expect(await refusal(consumer.ready))
      .to.have.property('message')
      .that.matches(/order\.status\/3\b.* of hanging/);
    expect(await metrics.text()).to.match(
      /quicksale_kafka_consumer_stalled_partitions\{group="hanging",service="test"\} [1-9]/,
    );

    goOn();
    await until(async () => (await refusal(consumer.ready)) === null, 'it to go on');
    await consumer.responsive();
    expect(await metrics.text()).to.include(
      'quicksale_kafka_consumer_stalled_partitions{group="hanging",service="test"} 0',
    );
  });

  it('reports a handler that does not return, although other partitions are fetched', async () => {
    const crashes: Error[] = [];
    const watchdog = createWatchdog({
      ...{ kafka, groupId: 'other-broker', topics: [topic], progressTimeoutMs: 300 },
      handle: () => new Promise<void>(() => undefined),
      onStuck: (error) => crashes.push(error),
    });
    const fetching = setInterval(watchdog.fetched, 50);
    void watchdog.handle([]);
    await until(() => crashes.length > 0, 'the report', 3_000).finally(() => {
      clearInterval(fetching);
      watchdog.stop();
    });

    expect(crashes[0]?.message).to.include('does not return');
  });

  it('is not stuck while its attempts fail, however often', async () => {
    const crashes: Error[] = [];
    let attempts = 0;
    await openConsumer({
      kafka,
      topics: [topic],
      progressTimeoutMs: 7_000,
      onCrash: (error) => crashes.push(error),
      handle: async () => {
        attempts += 1;
        await pause(6_000);
        throw new Error('the database is away');
      },
    });
    // so many that every partition has one, and nothing is left to fetch
    for (let sent = 0; sent < 60; sent += 1) await sendTo(publisher, topic, statusMessage());
    await until(() => attempts >= 4 || crashes.length > 0, 'the fourth attempt', 60_000);

    expect(crashes).to.deep.equal([]);
  });

  it('reports that it is stuck when a handler never ends', async () => {
    const message = statusMessage();
    const crashes: Error[] = [];
    await openConsumer({
      kafka,
      topics: [topic],
      progressTimeoutMs: 600,
      onCrash: (error) => crashes.push(error),
      handle: onlyOf(message.key, () => pause(3_000)),
    });

    await sendTo(publisher, topic, message);
    await until(() => crashes.length > 0, 'the report');

    expect(crashes[0]?.message).to.include('no progress');
  });
});
