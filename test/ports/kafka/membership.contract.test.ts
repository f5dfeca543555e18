import { expect } from 'chai';
import {
  closeKafkaClients,
  createTopic,
  pause,
  until,
  uniqueName,
} from '../../support/clients/kafkaClients.js';
import { type KafkaWire, openKafkaWire } from '../../support/clients/kafkaWire.js';

/**
 * The group protocol request by request: what a member is told when it is late, unknown or out of
 * date.
 */
describe('Kafka: membership', () => {
  const wires: KafkaWire[] = [];
  let groupId: string;

  beforeEach(() => {
    groupId = uniqueName('group');
  });
  afterEach(async () => {
    for (const wire of wires.splice(0)) wire.close();
    await closeKafkaClients();
  });

  it('begins with an id that the broker hands out', async () => {
    const wire = await open();
    const first = await join(wire, '');
    const second = await join(wire, first.memberId);

    expect(first.errorCode).to.equal(errors.memberIdRequired);
    expect(first.memberId).to.match(/^wire-/);
    expect(second).to.include({ errorCode: 0, generationId: 1, memberId: first.memberId });
    expect(second).to.include({ leaderId: first.memberId, groupProtocol: 'one' });
    expect(second.members.map(({ memberId }) => memberId)).to.deep.equal([first.memberId]);
    expect(second.members[0]?.memberMetadata.toString()).to.equal('metadata');
  });

  it('is refused with an id that nobody handed out', async () => {
    const wire = await open();
    const stranger = await join(wire, 'made-up');
    const member = await joinAlone(wire);
    const strangerToTheGroup = await join(await open(), 'made-up');

    expect(member.errorCode).to.equal(0);
    expect(stranger.errorCode).to.equal(errors.unknownMember);
    expect(strangerToTheGroup.errorCode).to.equal(errors.unknownMember);
  });

  for (const sessionTimeout of [5_999, 1_800_001])
    it(`is refused with a session timeout of ${sessionTimeout} ms`, async () => {
      const answer = await join(await open(), '', { sessionTimeout });

      expect(answer.errorCode).to.equal(errors.invalidSessionTimeout);
    });

  it('is refused when it shares no protocol with the others', async () => {
    await joinAlone(await open());
    const answer = await join(await open(), '', { groupProtocols: [protocol('two')] });

    expect(answer.errorCode).to.equal(errors.inconsistentProtocol);
  });

  it('gives everybody the part that the leader assigns', async () => {
    const { leader, follower } = await pair();
    const groupAssignment = [
      { memberId: leader.memberId, memberAssignment: Buffer.from('for the leader') },
      { memberId: follower.memberId, memberAssignment: Buffer.from('for the follower') },
    ];
    const waiting = sync(follower);
    const lead = await sync(leader, groupAssignment);

    expect(lead.memberAssignment.toString()).to.equal('for the leader');
    expect((await waiting).memberAssignment.toString()).to.equal('for the follower');
    expect((await sync(follower)).memberAssignment.toString()).to.equal('for the follower');
  });

  it('shows only the leader who takes part', async () => {
    const { leader, follower } = await pair();

    expect(leader.members.map(({ memberId }) => memberId)).to.have.members([
      leader.memberId,
      follower.memberId,
    ]);
    expect(follower.members).to.deep.equal([]);
    expect(follower.generationId).to.equal(leader.generationId);
  });

  it('hears of a rebalance in the answer to its heartbeat', async () => {
    const member = await stable(await open());
    const before = await heartbeat(member);
    const joining = joinWithNewId(await open());
    await rebalanceOf(member);
    const during = await heartbeat(member);
    const again = await join(member.wire, member.memberId);
    const other = await joining;

    expect(before).to.equal(0);
    expect(during).to.equal(errors.rebalanceInProgress);
    expect(again).to.include({ errorCode: 0, generationId: member.generationId + 1 });
    expect(other).to.include({ errorCode: 0, generationId: member.generationId + 1 });
  });

  it('cannot get its part while the others are still joining', async () => {
    const member = await stable(await open());
    const joining = joinWithNewId(await open());
    await rebalanceOf(member);

    expect((await sync(member)).errorCode).to.equal(errors.rebalanceInProgress);
    await join(member.wire, member.memberId);
    await joining;
  });

  it('is refused with the generation before', async () => {
    const topic = await createTopic();
    const { leader } = await pair();
    const late = { ...leader, generationId: leader.generationId - 1 };

    expect(await heartbeat(late)).to.equal(errors.illegalGeneration);
    expect((await sync(late)).errorCode).to.equal(errors.illegalGeneration);
    expect(await commit(late, topic, 1)).to.equal(errors.illegalGeneration);
  });

  it('is unknown to a group that never was', async () => {
    const wire = await open();
    const nobody = { wire, memberId: 'nobody', generationId: 1 };

    expect(await heartbeat(nobody)).to.equal(errors.unknownMember);
    expect((await sync(nobody)).errorCode).to.equal(errors.unknownMember);
    expect(await leave(nobody)).to.equal(errors.unknownMember);
  });

  it('is unknown once it has left', async () => {
    const topic = await createTopic();
    const member = await stable(await open());

    expect(await leave(member)).to.equal(0);
    expect(await heartbeat(member)).to.equal(errors.unknownMember);
    expect(await commit(member, topic, 1)).to.equal(errors.unknownMember);
  });

  it('ends when its session times out', async () => {
    const topic = await createTopic();
    const member = await stable(await open());
    await pause(4_000);
    const alive = await heartbeat(member);
    await pause(4_000);
    const stillAlive = await heartbeat(member);
    await pause(7_000);

    expect([alive, stillAlive]).to.deep.equal([0, 0]);
    expect(await heartbeat(member)).to.equal(errors.unknownMember);
    expect(await commit(member, topic, 1)).to.equal(errors.unknownMember);
  });

  it('lets a member commit, and nobody else while it lives', async () => {
    const topic = await createTopic();
    const member = await stable(await open());
    const outsider = { ...member, memberId: '', generationId: -1 };

    expect(await commit(member, topic, 7)).to.equal(0);
    expect(await commit(outsider, topic, 3)).to.equal(errors.unknownMember);
    expect(await committed(member.wire, topic)).to.deep.include({ offset: '7', metadata: 'note' });
  });

  it('lets anybody commit when the group is empty', async () => {
    const topic = await createTopic();
    const wire = await open();

    expect(await commit({ wire, memberId: '', generationId: -1 }, topic, 3)).to.equal(0);
    expect(await committed(wire, topic)).to.deep.include({ offset: '3', metadata: 'note' });
  });

  it('cannot commit for a partition that does not exist', async () => {
    const member = await stable(await open());

    expect(await commit(member, uniqueName('unknown'), 1)).to.equal(errors.unknownPartition);
  });

  it('cannot commit while the new generation has no assignment', async () => {
    const topic = await createTopic();
    const { leader } = await pair();

    expect(await commit(leader, topic, 1)).to.equal(errors.rebalanceInProgress);
  });

  const open = async (): Promise<KafkaWire> => {
    const wire = await openKafkaWire();
    wires.push(wire);

    return wire;
  };

  const join = async (wire: KafkaWire, memberId: string, more: object = {}): Promise<Joined> => {
    const answer = await wire.send<Omit<Joined, 'wire'>>('joinGroup', 4, {
      groupId,
      memberId,
      sessionTimeout: 6_000,
      rebalanceTimeout: 6_000,
      // Not 'consumer': Kafka would look into the metadata of that one.
      protocolType: 'contract',
      groupProtocols: [protocol('one')],
      ...more,
    });

    return { ...answer, wire };
  };

  const joinWithNewId = async (wire: KafkaWire): Promise<Joined> =>
    join(wire, (await join(wire, '')).memberId);

  const joinAlone = joinWithNewId;

  const stable = async (wire: KafkaWire): Promise<Joined> => {
    const member = await joinAlone(wire);
    await sync(member, [{ memberId: member.memberId, memberAssignment: Buffer.from('all') }]);

    return member;
  };

  /** Resolves when somebody else has joined, and the group waits for this member. */
  const rebalanceOf = (member: Who): Promise<void> =>
    until(
      async () => (await heartbeat(member)) === errors.rebalanceInProgress,
      'the rebalance to begin',
    );

  /** Two members in one generation, before the leader has assigned anything. */
  const pair = async (): Promise<Readonly<{ leader: Joined; follower: Joined }>> => {
    const first = await stable(await open());
    const joining = joinWithNewId(await open());
    await rebalanceOf(first);
    const leader = await join(first.wire, first.memberId);

    return { leader, follower: await joining };
  };

  const sync = ({ wire, memberId, generationId }: Who, groupAssignment: object[] = []) =>
    wire.send<Readonly<{ errorCode: number; memberAssignment: Buffer }>>('syncGroup', 2, {
      groupId,
      generationId,
      memberId,
      groupAssignment,
    });

  const heartbeat = async ({ wire, memberId, generationId }: Who): Promise<number> => {
    const answer = await wire.send<Failure>('heartbeat', 2, {
      groupId,
      memberId,
      groupGenerationId: generationId,
    });

    return answer.errorCode;
  };

  const leave = async ({ wire, memberId }: Who): Promise<number | undefined> => {
    const { errorCode } = await wire.send<Failure>('leaveGroup', 2, { groupId, memberId });

    return errorCode;
  };

  const commit = async (who: Who, topic: string, offset: number): Promise<number | undefined> => {
    const { responses } = await who.wire.send<PerPartition<Failure>>('offsetCommit', 5, {
      groupId,
      groupGenerationId: who.generationId,
      memberId: who.memberId,
      topics: [{ topic, partitions: [{ partition: 0, offset: String(offset), metadata: 'note' }] }],
    });

    return responses[0]?.partitions[0]?.errorCode;
  };

  const committed = async (wire: KafkaWire, topic: string) => {
    const topics = [{ topic, partitions: [{ partition: 0 }] }];
    const { responses } = await wire.send<PerPartition<object>>('offsetFetch', 4, {
      groupId,
      topics,
    });

    return responses[0]?.partitions[0];
  };
});

const errors = {
  unknownPartition: 3,
  illegalGeneration: 22,
  inconsistentProtocol: 23,
  unknownMember: 25,
  invalidSessionTimeout: 26,
  rebalanceInProgress: 27,
  memberIdRequired: 79,
};

type Failure = Readonly<{ errorCode: number }>;
type PerPartition<T> = Readonly<{ responses: readonly Readonly<{ partitions: readonly T[] }>[] }>;
type Who = Readonly<{ wire: KafkaWire; memberId: string; generationId: number }>;

type Joined = Who &
  Failure &
  Readonly<{
    leaderId: string;
    groupProtocol: string;
    members: readonly Readonly<{ memberId: string; memberMetadata: Buffer }>[];
  }>;

const protocol = (name: string) => ({ name, metadata: Buffer.from('metadata') });
