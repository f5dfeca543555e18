import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/clients/kafkaClients.js';
import { takeoverSteps, watchLateness } from '../../support/clients/lateness.js';
import { closeMessaging } from '../../support/clients/messaging.js';
import {
  type ServiceProcess,
  startServiceProcess,
} from '../../support/servers/instances/serviceProcess.js';
import {
  addRows,
  type BridgeFixture,
  bridgeVariables,
  drained,
  firstsByKey,
  openBridgeFixture,
  recordsOf,
  topic,
} from './bridgeFixture.js';

describe('bridge: a leader that is paused in the middle of its work', function () {
  this.timeout(120_000);

  it('is replaced within 6 s, and sends nothing when it wakes up', async () => {
    const paused = await startBridgeProcess();
    const next = await startBridgeProcess({ leads: false });
    await addRows(fixture, rows);
    await until(async () => (await published()) > 500, 'some messages');
    const lateness = watchLateness(next.url);
    const stoppedAt = performance.now();
    paused.signal('SIGSTOP');
    expect(await published()).to.be.below(rows.length);
    await until(() => isLeading(next), 'another leader', 20_000);
    const tookMs = performance.now() - stoppedAt;
    expect(tookMs).to.be.below(6_000 + takeoverSteps * (await lateness()));
    await drained(fixture, 60_000);
    const before = await published();
    paused.signal('SIGCONT');
    await until(() => paused.leftAt() > -Infinity, 'the end of its term', 20_000);
    await sleep(1_500);

    expect(await published()).to.equal(before);
    const records = await recordsOf(fixture);
    const firsts = firstsByKey(records);
    for (const key of keys)
      expect(firsts.get(key)).to.deep.equal(rows.filter((row) => row.key === key).map(positionOf));
  });

  const keys = Array.from({ length: 12 }, (_, index) => `order-${index}`);
  const rows = Array.from({ length: 12_000 }, (_, index) => ({
    position: index + 1,
    key: keys[index % keys.length] ?? '',
    payload: 'x'.repeat(500),
  }));
  const positionOf = ({ position }: Readonly<{ position: number }>) => position;
  const bridges: ServiceProcess[] = [];
  let fixture: BridgeFixture;

  before(async () => {
    fixture = await openBridgeFixture();
  });

  after(async () => {
    for (const { kill } of bridges.splice(0)) await kill();
    await closeMessaging();
  });

  /** How many messages the topic has. */
  const published = async (): Promise<number> => {
    const ends = await fixture.kafka.withAdmin((admin) => admin.fetchTopicOffsets(topic));

    return ends.reduce((sum, { high }) => sum + Number(high), 0);
  };

  const startBridgeProcess = async ({ leads = true } = {}): Promise<ServiceProcess> => {
    const environment = { ...bridgeVariables(fixture), LOG_LEVEL: 'info' };
    const bridge = await startServiceProcess('bridge', environment);
    bridges.push(bridge);
    await until(() => isLeading(bridge) === leads, 'a bridge', 30_000);

    return bridge;
  };
});

const isLeading = ({ ledAt }: ServiceProcess): boolean => ledAt() > -Infinity;
