import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { orderStream } from '../../../domain/order/index.js';
import { nodeCommand } from '../../../platform/process/index.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../support/servers/ownEventStore.js';

/** What is sent within the first 250 ms has no row yet by which other processes know of it. */
describe('A process that is killed while it places orders', function () {
  this.timeout(120_000);

  let node: ConnectedEventStore;
  before(async () => {
    node = await startConnectedEventStore();
  });
  after(() => node.stop());

  for (const afterMs of [0, 3, 15])
    it(`${afterMs} ms after it sent them, leaves none behind that comes later`, async () => {
      const orderIds = Array.from({ length: 100 }, () => randomUUID());
      await die(orderIds, afterMs);
      // as a look-up of a key does, which reads the end of the log before anything else
      await node.eventStore.headPosition();
      const seen = await placedOf(orderIds);
      await sleep(1_000);

      expect(seen).to.include(orderIds[0]);
      expect(await placedOf(orderIds)).to.deep.equal(seen);
    });

  const die = async (orderIds: readonly string[], afterMs: number): Promise<void> => {
    const { command, args } = nodeCommand(new URL('./dyingProcess.js', import.meta.url));
    const child = spawn(command, [...args, node.url, String(afterMs), ...orderIds], {
      stdio: 'ignore',
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    expect(signal).to.equal('SIGKILL');
  };

  const placedOf = async (orderIds: readonly string[]): Promise<string[]> => {
    const reads = await Promise.all(
      orderIds.map((id) => node.eventStore.read(orderStream(id), { maxCount: 1 })),
    );

    return orderIds.filter((_, index) => reads[index]?.events.length === 1);
  };
});
