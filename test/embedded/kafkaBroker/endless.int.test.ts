import { expect } from 'chai';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordBatch } from '../../support/builders/recordBatches.js';
import { closeKafkaClients, openAdmin } from '../../support/clients/kafkaClients.js';
import {
  type BrokerProcess,
  startBrokerProcess,
} from '../../support/servers/kafkaBrokerProcess.js';
import { producedError, produceRequest } from '../../support/builders/produceRequest.js';

const MIB = 1024 * 1024;
const segment = 16 * MIB;
const topic = 'endless';

/**
 * Ten times as much as a topic keeps goes through it. KAFKA_ENDLESS_GIB=10 lets so many GiB through
 * one that keeps a tenth of it; without it there are 0.3.
 */
const total = Number(process.env['KAFKA_ENDLESS_GIB'] ?? '0.3') * 1024 * MIB;
const retention = Math.floor(total / 10);

describe('Kafka broker: much more than a topic keeps', function () {
  this.timeout(3_600_000);
  let dir: string;
  let broker: BrokerProcess;
  let socket: Socket;
  let emptyStartMs: number;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'kafka-endless-'));
    emptyStartMs = await start();
    socket = connect(broker.port, '127.0.0.1');
  });
  after(async () => {
    socket.destroy();
    await closeKafkaClients();
    await broker.kill();
    rmSync(dir, { recursive: true });
  });

  it('takes neither more disk nor more memory, and starts fast after a kill', async () => {
    const configEntries = [
      { name: 'retention.bytes', value: String(retention) },
      { name: 'max.message.bytes', value: String(2 * MIB) },
    ];
    await (await openAdmin(here())).createTopics({ topics: [{ topic, configEntries }] });
    const batch = recordBatch(
      Array.from({ length: 1_000 }, () => ({ key: 'k', value: 'v'.repeat(1_000) })),
    );
    const batches = Math.ceil(total / batch.length);
    let mostDisk = 0;
    const memory: number[] = [];
    for (let sent = 1; sent <= batches; sent += 1) {
      await produce(batch);
      if (sent % 64 !== 0 && sent !== batches) continue;
      mostDisk = Math.max(mostDisk, bytesIn(dir));
      memory.push(residentBytes(broker.pid));
    }
    await closeKafkaClients();
    await broker.kill();

    const startMs = await start();
    const [end] = await (await openAdmin(here())).fetchTopicOffsets(topic);
    const mostMemory = Math.max(...memory);
    process.stdout.write(
      `      ${Math.round(total / MIB)} MiB, ${Math.round(retention / MIB)} kept: disk at most ` +
        `${Math.round(mostDisk / MIB)} MiB, memory ${Math.round((memory[0] ?? 0) / MIB)} to ` +
        `${Math.round(mostMemory / MIB)} MiB, start after kill -9 ${Math.round(startMs)} ms, ` +
        `empty ${Math.round(emptyStartMs)} ms\n`,
    );

    expect(end?.high).to.equal(String(1_000 * batches));
    expect(Number(end?.low)).to.be.greaterThan(1_000 * batches * 0.8);
    expect(mostDisk).to.be.lessThan(retention + 3 * segment);
    expect(mostMemory).to.be.lessThan((memory[0] ?? 0) + 64 * MIB);
    expect(startMs - emptyStartMs).to.be.lessThan(2_000);
  });

  const start = async (): Promise<number> => {
    const started = performance.now();
    broker = await startBrokerProcess(dir);

    return performance.now() - started;
  };

  const here = () => ({ brokers: [broker.address] });

  const produce = (batch: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      socket.once('data', (response: Buffer) => {
        const error = producedError(topic, response.subarray(4));
        if (error === 0) resolve();
        else reject(new Error(`Error ${error}`));
      });
      socket.write(produceRequest(topic, batch));
    });
});

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + sizeOf(join(entry.parentPath, entry.name)), 0);

/** A segment may go while it is looked at. */
const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const residentBytes = (pid: number): number =>
  1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
