import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import gossip, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared, { type Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { randomUUID } from 'node:crypto';
import type { NodeState } from './nodeState.js';

export type Member = Readonly<{ port: number; isAlive: boolean; role: NodeState['role'] }>;

/** Gossip as every node tells it: all members, and which of them leads. */
export const gossipOf =
  (members: () => readonly Member[], isSilent: () => boolean) =>
  (_call: ServerUnaryCall<Empty, ClusterInfo>, callback: sendUnaryData<ClusterInfo>): void => {
    if (isSilent()) return;
    const info = new gossip.ClusterInfo();
    for (const member of members()) info.addMembers(memberInfo(member));
    callback(null, info);
  };

const { VNodeState } = gossip.MemberInfo;

const stateOf = {
  leader: VNodeState.LEADER,
  follower: VNodeState.FOLLOWER,
  electing: VNodeState.UNKNOWN,
} as const;

const memberInfo = ({ port, isAlive, role }: Member) => {
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress('127.0.0.1');
  endPoint.setPort(port);
  const id = new shared.UUID();
  id.setString(randomUUID());
  const info = new gossip.MemberInfo();
  info.setInstanceId(id);
  info.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
  info.setState(stateOf[role]);
  info.setIsAlive(isAlive);
  info.setHttpEndPoint(endPoint);

  return info;
};
