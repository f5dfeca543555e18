import { expect } from 'chai';
import {
  closeKafkaClients,
  createTopic,
  pause,
  uniqueName,
} from '../../support/clients/kafkaClients.js';
import { type CompactGroup, createCompactGroup } from '../../support/clients/compactGroup.js';
import { type CompactWire, openCompactWire } from '../../support/clients/compactWire.js';

const errors = {
  none: 0,
  illegalGeneration: 22,
  inconsistentProtocol: 23,
  unknownMember: 25,
  rebalanceInProgress: 27,
  groupNotFound: 69,
  memberIdRequired: 79,
  fenced: 82,
};

/** Members with a name of their own, which they keep when they restart. */
describe('Kafka: static members', () => {
  const wires: CompactWire[] = [];
  let groupId: string;
  let group: CompactGroup;

  beforeEach(async () => {
    groupId = uniqueName('group');
    group = await open();
  });
  afterEach(async () => {
    for (const wire of wires.splice(0)) wire.close();
    await closeKafkaClients();
  });

  it('join without being handed an id first', async () => {
    const joined = await group.join({ instanceId: 'a' });

    expect(joined).to.include({ error: 0, generation: 1, type: 'contract', protocol: 'one' });
    expect(joined.memberId).to.match(/^a-/);
    expect(joined).to.include({ leader: joined.memberId, skipsAssignment: false });
    expect(joined.members).to.deep.equal([{ memberId: joined.memberId, instanceId: 'a' }]);
  });

  it('get their part again without a rebalance when they restart', async () => {
    const { follower, other } = await pair();
    const again = await (await open()).join({ instanceId: 'b' });

    expect(again).to.include({ error: 0, generation: follower.generation, protocol: 'one' });
    expect(again.memberId).not.to.equal(follower.memberId);
    expect(again).to.deep.include({ members: [], skipsAssignment: false });
    expect(await other.sync(again)).to.include({ error: 0, assignment: 'part of b' });
    expect(await other.heartbeat({ ...again, instanceId: 'b' })).to.equal(errors.none);
  });

  it('lead again without assigning anew when the leader restarts', async () => {
    const { leader, follower } = await pair();
    const again = await (await open()).join({ instanceId: 'a' });

    expect(again).to.include({ error: 0, generation: leader.generation, skipsAssignment: true });
    expect(again.leader).to.equal(again.memberId);
    expect(again.members).to.have.deep.members([
      { memberId: again.memberId, instanceId: 'a' },
      { memberId: follower.memberId, instanceId: 'b' },
    ]);
    expect(await group.sync(again)).to.include({ error: 0, assignment: 'part of a' });
    expect(await group.heartbeat({ ...follower, instanceId: 'b' })).to.equal(errors.none);
  });

  it('do not take themselves for the leader in versions that cannot skip the assignment', async () => {
    const { leader } = await pair();
    const again = await (await open()).join({ instanceId: 'a', version: 8 });

    expect(again).to.deep.include({ error: 0, leader: leader.memberId, members: [] });
    expect(again.memberId).not.to.equal(leader.memberId);
    expect(await group.sync(again)).to.include({ error: 0, assignment: 'part of a' });
  });

  it('fence the one before with the same name', async () => {
    const topic = await createTopic();
    const { follower, other } = await pair();
    await (await open()).join({ instanceId: 'b' });
    const before = { ...follower, instanceId: 'b' };

    expect(await other.heartbeat(before)).to.equal(errors.fenced);
    expect((await other.sync(before)).error).to.equal(errors.fenced);
    expect(await other.commit(topic, before)).to.equal(errors.fenced);
    expect((await other.join({ memberId: follower.memberId, instanceId: 'b' })).error).to.equal(
      errors.fenced,
    );
    expect(await other.leave([before])).to.deep.equal([0, errors.fenced]);
    expect(await other.heartbeat(follower)).to.equal(errors.unknownMember);
  });

  it('fence the one before while it waits for the others', async () => {
    await pair();
    const waiting = (await open()).join({ instanceId: 'c' });
    await pause(200);
    const second = (await open()).join({ instanceId: 'c' });

    expect((await waiting).error).to.equal(errors.fenced);
    await pause(100);
    await group.leave([{ instanceId: 'a' }, { instanceId: 'b' }]);
    expect(await second).to.include({ error: 0 });
  });

  it('are refused when they come back with a protocol that nobody else has', async () => {
    const first = await stable();
    const again = (await open()).join({ instanceId: 'a', protocol: 'two' });

    expect((await again).error).to.equal(errors.inconsistentProtocol);
    expect(await group.heartbeat({ ...first, instanceId: 'a' })).to.equal(errors.none);
  });

  it('cause a rebalance when they restart before they have their part', async () => {
    const first = await group.join({ instanceId: 'a' });
    const again = await (await open()).join({ instanceId: 'a' });

    expect(again).to.include({ error: 0, generation: first.generation + 1 });
    expect(again.leader).to.equal(again.memberId);
  });

  it('stay when their connection breaks', async () => {
    const broken = await open();
    const joined = await broken.join({ instanceId: 'a' });
    await broken.sync(joined, { [joined.memberId]: 'all' });
    wires.at(-1)?.close();
    await pause(2_500);

    expect(await group.heartbeat({ ...joined, instanceId: 'a' })).to.equal(errors.none);
  });

  it('stay when they are late for a generation', async () => {
    const soon = { rebalanceTimeoutMs: 1_000 };
    const { leader, follower } = await pair(soon);
    const again = await group.join({ memberId: leader.memberId, instanceId: 'a', ...soon });

    expect(again).to.include({ error: 0, generation: leader.generation + 1 });
    expect(again.members.map(({ instanceId }) => instanceId)).to.have.members(['a', 'b']);
    expect(await group.heartbeat({ ...follower, instanceId: 'b' })).to.equal(
      errors.illegalGeneration,
    );
  }).timeout(15_000);

  it('leave by their name, several at once', async () => {
    const { leader, follower } = await pair();
    const left = await group.leave([{ instanceId: 'a' }, { instanceId: 'b' }, { instanceId: 'c' }]);

    expect(left).to.deep.equal([0, 0, 0, errors.unknownMember]);
    expect(await group.heartbeat({ ...leader, instanceId: 'a' })).to.equal(errors.unknownMember);
    expect(await group.heartbeat(follower)).to.equal(errors.unknownMember);
  });

  it('are unknown by a name that nobody has', async () => {
    const joined = await stable();

    expect(await group.heartbeat({ ...joined, instanceId: 'z' })).to.equal(errors.unknownMember);
    const { error } = await group.join({ memberId: joined.memberId, instanceId: 'z' });
    expect(error).to.equal(errors.unknownMember);
  });

  it('commit with their name, and read it in every version', async () => {
    const topic = await createTopic();
    const joined = await stable();

    expect(await group.commit(topic, { ...joined, instanceId: 'a' })).to.equal(errors.none);
    for (const version of [6, 7, 8, 9])
      expect(await group.committed(topic, version)).to.deep.equal([7, 0, 'note', 0, 0]);
    expect(await group.commit(topic, { generation: 3, memberId: 'a' })).to.equal(
      errors.unknownMember,
    );
  });

  it('cannot commit in a generation of a group that never was', async () => {
    const topic = await createTopic();

    expect(await group.commit(topic, { generation: 1, memberId: 'a' })).to.equal(
      errors.groupNotFound,
    );
  });

  for (const version of [6, 7, 8, 9])
    it(`leave dynamic members as they were in version ${version}`, async () => {
      const first = await group.join({ version });
      const second = await group.join({ version, memberId: first.memberId });

      expect(first.error).to.equal(errors.memberIdRequired);
      expect(first.protocol).to.equal(version >= 7 ? null : '');
      expect(second).to.include({ error: 0, generation: 1, memberId: first.memberId });
      expect(second.members).to.deep.equal([{ memberId: first.memberId, instanceId: null }]);
      expect((await group.sync(second, {}, 'two')).error).to.equal(errors.inconsistentProtocol);
      expect(await group.sync(second, { [first.memberId]: 'all' })).to.deep.equal({
        error: 0,
        type: 'contract',
        protocol: 'one',
        assignment: 'all',
      });
      expect(await group.leave([second])).to.deep.equal([0, 0]);
    });

  const open = async (): Promise<CompactGroup> => {
    const wire = await openCompactWire();
    wires.push(wire);

    return createCompactGroup(wire, groupId);
  };

  const stable = async (options = {}) => {
    const joined = await group.join({ instanceId: 'a', ...options });
    await group.sync(joined, { [joined.memberId]: 'part of a' });

    return joined;
  };

  /** Two members of a stable group: 'a', which leads, and 'b', on another connection. */
  const pair = async (options = {}) => {
    const first = await stable(options);
    const other = await open();
    const joining = other.join({ instanceId: 'b', ...options });
    await pause(200);
    const { memberId } = first;
    const leader = await group.join({ memberId, instanceId: 'a', ...options });
    const follower = await joining;
    const syncing = other.sync(follower);
    await group.sync(leader, { [memberId]: 'part of a', [follower.memberId]: 'part of b' });
    await syncing;

    return { leader, follower, other };
  };
});
