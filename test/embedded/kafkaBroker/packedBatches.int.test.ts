import { expect } from 'chai';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { AppendOrder } from '../../../embedded/kafkaBroker/storage/appendOrder.js';
import { produceRequest } from '../../support/builders/produceRequest.js';
import { recordBatch } from '../../support/builders/recordBatches.js';
import { closeKafkaClients, openAdmin } from '../../support/clients/kafkaClients.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

const partitions = 20;
const MIB = 1024 * 1024;

describe('Kafka broker: batches that have to be unpacked', () => {
  let broker: KafkaBroker;
  let socket: Socket | null = null;

  beforeEach(async () => {
    broker = await startOwnKafkaBroker();
  });
  afterEach(async () => {
    socket?.destroy();
    await closeKafkaClients();
    await broker.stop();
  });

  it('are so one at a time: others have their turn in between', async () => {
    const admin = await openAdmin({ brokers: [`127.0.0.1:${broker.port}`] });
    await admin.createTopics({ topics: [{ topic: 'packed', numPartitions: partitions }] });
    const large = recordBatch([{ value: 'x'.repeat(64 * MIB) }], { codec: 1 });
    socket = connect(broker.port, '127.0.0.1');
    const response = once(socket, 'data');
    socket.write(produceRequest('packed', ...Array.from({ length: partitions }, () => large)));
    const { longestMs, allMs } = await turnsUntil(response);

    expect(longestMs).to.be.lessThan(allMs / 2);
    const ends = await admin.fetchTopicOffsets('packed');
    expect(ends.map(({ high }) => high)).to.deep.equal(
      Array.from({ length: partitions }, () => '1'),
    );
  });
});

/** The broker runs in this process: how long a turn of the event loop took at most, of how long. */
const turnsUntil = async (
  end: Promise<unknown>,
): Promise<Readonly<{ longestMs: number; allMs: number }>> => {
  const beganAt = performance.now();
  let longestMs = 0;
  const over = new AbortController();
  void end.then(() => over.abort());
  for (let before = beganAt; !over.signal.aborted;) {
    await turn();
    const now = performance.now();
    longestMs = Math.max(longestMs, now - before);
    before = now;
  }

  return { longestMs, allMs: performance.now() - beganAt };
};

describe('Kafka broker: appends to a partition', () => {
  it('run in the order in which they came, whichever of them take long', async () => {
    const order = new AppendOrder();
    const run: number[] = [];
    const append = (at: number, takesLong: boolean) =>
      order.run(takesLong, () => {
        if (at === 2) throw new Error('This one is refused');
        run.push(at);

        return at;
      });
    const all = [false, true, true, false, false, true, false].map(async (takesLong, at) =>
      append(at, takesLong),
    );
    const ends = await Promise.allSettled(all);

    expect(run).to.deep.equal([0, 1, 3, 4, 5, 6]);
    expect(ends.map(({ status }) => status).indexOf('rejected')).to.equal(2);
    expect(append(7, false)).to.equal(7);
  });
});
