import type { Reader } from '../../../embedded/kafkaBroker/protocol/reader.js';
import { type CompactWire, structures } from './compactWire.js';

const apis = { commit: 8, offsets: 9, join: 11, heartbeat: 12, leave: 13, sync: 14 };

/** How requests of a group name a member; static members have an `instanceId`. */
export type GroupCaller = Readonly<{
  memberId?: string;
  instanceId?: string | null;
  generation?: number;
}>;

type JoinOptions = GroupCaller &
  Readonly<{ version?: number; protocol?: string; rebalanceTimeoutMs?: number }>;

/** Requests of one group in the compact form, on one connection. */
export const createCompactGroup = (wire: CompactWire, groupId: string) => ({
  join: ({ version = 9, memberId = '', instanceId = null, ...options }: JoinOptions) => {
    const { protocol = 'one', rebalanceTimeoutMs = 6_000 } = options;

    return wire.send(
      [apis.join, version],
      (out) => {
        out.string(groupId).int32(6_000).int32(rebalanceTimeoutMs);
        // Not 'consumer': Kafka would look into the metadata of that one.
        out.string(memberId).string(instanceId).string('contract');
        out.array([protocol], () => out.string(protocol).bytes(Buffer.from('metadata')).tags());
        if (version >= 8) out.string(null);
        out.tags();
      },
      (response) => readJoined(response, version),
    );
  },

  sync: (caller: GroupCaller, assigned: Readonly<Record<string, string>> = {}, protocol = 'one') =>
    wire.send(
      [apis.sync, 5],
      (out) => {
        const { generation = 1, memberId = '', instanceId = null } = caller;
        out.string(groupId).int32(generation).string(memberId).string(instanceId);
        out.string('contract').string(protocol);
        out.array(Object.entries(assigned), ([id, part]) =>
          out.string(id).bytes(Buffer.from(part)).tags(),
        );
        out.tags();
      },
      ({ int16, int32, nullableString, bytes }) => {
        int32();

        return {
          error: int16(),
          type: nullableString(),
          protocol: nullableString(),
          assignment: bytes().toString(),
        };
      },
    ),

  heartbeat: ({ generation = 1, memberId = '', instanceId = null }: GroupCaller) =>
    wire.send(
      [apis.heartbeat, 4],
      (out) => out.string(groupId).int32(generation).string(memberId).string(instanceId).tags(),
      ({ int16, int32 }) => {
        int32();

        return int16();
      },
    ),

  leave: (members: readonly GroupCaller[]) =>
    wire.send(
      [apis.leave, 5],
      (out) => {
        out
          .string(groupId)
          .array(members, ({ memberId = '', instanceId = null }) =>
            out.string(memberId).string(instanceId).string('because').tags(),
          );
        out.tags();
      },
      (response) => {
        const { int16, int32, string, nullableString } = response;
        int32();
        const error = int16();
        const errors = structures(response, () => {
          (string(), nullableString());

          return int16();
        });

        return [error, ...errors];
      },
    ),

  commit: (topic: string, { generation = -1, memberId = '', instanceId = null }: GroupCaller) =>
    wire.send(
      [apis.commit, 9],
      (out) => {
        out.string(groupId).int32(generation).string(memberId).string(instanceId);
        const writePartition = () => out.int32(0).int64(7).int32(0).string('note').tags();
        out.array([topic], () => out.string(topic).array([0], writePartition).tags()).tags();
      },
      (response) => {
        const { int16, int32, string } = response;
        int32();
        const topics = structures(response, () => {
          string();

          return structures(response, () => [int32(), int16()]);
        });

        return topics.flat()[0]?.[1];
      },
    ),

  /** The committed offset of partition 0, in a version from 6 on. */
  committed: (topic: string, version: number) =>
    wire.send(
      [apis.offsets, version],
      (out) => {
        const writeTopic = () => out.string(topic).array([0], out.int32).tags();
        if (version < 8) out.string(groupId).array([topic], writeTopic);
        else
          out.array([groupId], () => {
            out.string(groupId);
            if (version >= 9) out.string(null).int32(-1);
            out.array([topic], writeTopic).tags();
          });
        if (version >= 7) out.boolean(true);
        out.tags();
      },
      (response) => readCommitted(response, version),
    ),
});

export type CompactGroup = ReturnType<typeof createCompactGroup>;

const readJoined = (response: Reader, version: number) => {
  const { int16, int32, boolean, string, nullableString, bytes } = response;
  int32();
  const error = int16();
  const generation = int32();
  const type = version >= 7 ? nullableString() : 'contract';
  const protocol = nullableString();
  const leader = string();
  const skipsAssignment = version >= 9 && boolean();
  const memberId = string();
  const members = structures(response, () => {
    const member = { memberId: string(), instanceId: nullableString() };
    bytes();

    return member;
  });

  return { error, generation, type, protocol, leader, skipsAssignment, memberId, members };
};

const readCommitted = (response: Reader, version: number) => {
  const { int16, int32, int64, string } = response;
  int32();
  const readTopics = () => {
    const topics = structures(response, () => {
      string();

      return structures(response, () => {
        int32();

        return [int64(), int32(), string(), int16()];
      });
    });

    return [...(topics.flat()[0] ?? []), int16()];
  };
  if (version < 8) return readTopics();

  return structures(response, () => {
    string();

    return readTopics();
  })[0];
};
