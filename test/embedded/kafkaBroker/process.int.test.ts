import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBroker, startBrokerProcess } from '../../support/servers/kafkaBrokerProcess.js';
import { closeKafkaClients, openAdmin } from '../../support/clients/kafkaClients.js';

describe('Kafka broker: the process', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kafka-broker-'));
  });
  afterEach(async () => {
    await closeKafkaClients();
    await rm(dir, { recursive: true });
  });

  it('explains itself', async () => {
    const { code, out } = await runBroker(['--help']);

    expect(code).to.equal(0);
    for (const option of ['--port', '--host', '--dir', '--no-sync', '--help'])
      expect(out).to.include(option);
  });

  it('refuses an option that it does not know', async () => {
    const { code, err } = await runBroker(['--prot', '1']);

    expect(code).to.equal(1);
    expect(err).to.include('--prot');
  });

  it('tells clients the address that it listens on', async () => {
    const broker = await startBrokerProcess(dir);
    const admin = await openAdmin({ brokers: [broker.address] });
    const { brokers } = await admin.describeCluster();

    expect(brokers.map(({ host, port }) => `${host}:${port}`)).to.deep.equal([broker.address]);
    await broker.kill();
  });

  it('ends on SIGTERM, also while clients wait', async () => {
    const broker = await startBrokerProcess(dir);
    await openAdmin({ brokers: [broker.address] });

    expect(await broker.terminate()).to.equal(0);
  });

  it('is the only one on its folder', async () => {
    const broker = await startBrokerProcess(dir);
    const { code, err } = await runBroker(['--dir', dir, '--port', '0']);

    expect(code).to.equal(1);
    expect(err).to.match(new RegExp(`${dir} is in use by process \\d+`));
    await broker.kill();
  });

  it('takes the folder over from one that was killed', async () => {
    await (await startBrokerProcess(dir)).kill();
    const broker = await startBrokerProcess(dir);

    expect(await broker.terminate()).to.equal(0);
  });

  it('names a port that is taken, and leaves the folder free', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { code, err } = await runBroker(['--dir', dir, '--port', String(port)]);
    server.close();

    expect(code).to.equal(1);
    expect(err).to.include(`127.0.0.1:${port}`);
    await (await startBrokerProcess(dir)).kill();
  });
});
