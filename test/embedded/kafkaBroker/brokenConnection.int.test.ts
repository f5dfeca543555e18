import { expect } from 'chai';
import type { KafkaBroker } from '../../../embedded/kafkaBroker/index.js';
import { pause } from '../../../platform/concurrency/index.js';
import { type KafkaWire, openKafkaWire } from '../../support/clients/kafkaWire.js';
import { startOwnKafkaBroker } from '../../support/servers/ownKafkaBroker.js';

const groupId = 'readers';

/** Longer than any test here waits: nothing may end by it. */
const sessionTimeout = 60_000;

const graceMs = 1_500;

describe('Kafka broker: a group member whose connection broke', () => {
  const wires: KafkaWire[] = [];
  let broker: KafkaBroker;

  beforeEach(async () => {
    broker = await startOwnKafkaBroker();
  });
  afterEach(async () => {
    for (const wire of wires.splice(0)) wire.close();
    await broker.stop();
  });

  it('gives its place up long before its session ends', async () => {
    const gone = await stableMember();
    const goneAt = performance.now();
    gone.wire.close();
    const next = await joinAsNew(await open());

    expect(next.leaderId).to.equal(next.memberId);
    expect(next.members.map(({ memberId }) => memberId)).to.deep.equal([next.memberId]);
    expect(performance.now() - goneAt).to.be.within(graceMs - 100, 10_000);
  });

  it('keeps its place when it comes back on another connection', async () => {
    const { wire, memberId, generationId } = await stableMember();
    wire.close();
    const other = await open();
    const back = await heartbeat(other, memberId, generationId);
    await pause(2 * graceMs);

    expect(back).to.equal(0);
    expect(await heartbeat(other, memberId, generationId)).to.equal(0);
  });

  it('is not waited for when it had an id and had not joined yet', async () => {
    const gone = await open();
    await sendJoin(gone, '');
    gone.close();
    const next = await joinAsNew(await open());

    expect(next.errorCode).to.equal(0);
  });

  it('is not waited for in the rebalance that it began', async () => {
    const first = await stableMember();
    const second = await open();
    const joining = joinAsNew(second).catch(() => undefined);
    await pause(200);
    second.close();
    await joining;
    await pause(2 * graceMs);
    const alone = await sendJoin(first.wire, first.memberId);

    expect(alone.members.map(({ memberId }) => memberId)).to.deep.equal([first.memberId]);
  });

  const open = async (): Promise<KafkaWire> => {
    const wire = await openKafkaWire([`127.0.0.1:${broker.port}`]);
    wires.push(wire);

    return wire;
  };

  const stableMember = async (): Promise<Joined & Readonly<{ wire: KafkaWire }>> => {
    const wire = await open();
    const joined = await joinAsNew(wire);
    const { memberId, generationId } = joined;
    const groupAssignment = [{ memberId, memberAssignment: Buffer.from('all') }];
    await wire.send('syncGroup', 2, { groupId, generationId, memberId, groupAssignment });

    return { ...joined, wire };
  };
});

type Joined = Readonly<{
  errorCode: number;
  memberId: string;
  leaderId: string;
  generationId: number;
  members: readonly Readonly<{ memberId: string }>[];
}>;

const sendJoin = (wire: KafkaWire, memberId: string): Promise<Joined> =>
  wire.send<Joined>('joinGroup', 4, {
    groupId,
    memberId,
    sessionTimeout,
    rebalanceTimeout: sessionTimeout,
    protocolType: 'consumer',
    groupProtocols: [{ name: 'one', metadata: Buffer.from('metadata') }],
  });

const joinAsNew = async (wire: KafkaWire): Promise<Joined> =>
  sendJoin(wire, (await sendJoin(wire, '')).memberId);

const heartbeat = async (
  wire: KafkaWire,
  memberId: string,
  groupGenerationId: number,
): Promise<number> => {
  const { errorCode } = await wire.send<Readonly<{ errorCode: number }>>('heartbeat', 2, {
    groupId,
    groupGenerationId,
    memberId,
  });

  return errorCode;
};
