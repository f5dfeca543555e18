import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeCommand } from '../../../platform/process/index.js';
import { until } from '../../support/clients/kafkaClients.js';
import { closeMessaging } from '../../support/clients/messaging.js';
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
    const stoppedAt = performance.now();
    paused.child.kill('SIGSTOP');
    expect(await published()).to.be.below(rows.length);
    await until(next.isLeading, 'another leader', 20_000);
    expect(performance.now() - stoppedAt).to.be.below(6_000);
    await drained(fixture, 60_000);
    const before = await published();
    paused.child.kill('SIGCONT');
    await until(
      () => /leading ended|no longer leading/.test(paused.output()),
      'the end of its term',
      20_000,
    );
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
  const children: ChildProcess[] = [];
  let fixture: BridgeFixture;

  before(async () => {
    fixture = await openBridgeFixture();
  });

  after(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    await closeMessaging();
  });

  /** How many messages the topic has. */
  const published = async (): Promise<number> => {
    const ends = await fixture.kafka.withAdmin((admin) => admin.fetchTopicOffsets(topic));

    return ends.reduce((sum, { high }) => sum + Number(high), 0);
  };

  const startBridgeProcess = async ({ leads = true } = {}) => {
    const { command, args } = nodeCommand(
      new URL('../../../services/bridge/main.js', import.meta.url),
    );
    const env = { ...process.env, ...bridgeVariables(fixture), LOG_LEVEL: 'info' };
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let text = '';
    child.stderr.on('data', (chunk) => (text += String(chunk)));
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    const isLeading = () => text.includes('"msg":"leading"');
    await until(() => text.includes('"ready":true') && isLeading() === leads, 'a bridge', 30_000);

    return { child, isLeading, output: () => text };
  };
});
