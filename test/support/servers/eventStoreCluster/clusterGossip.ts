import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import gossip, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared, { type Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { randomUUID } from 'node:crypto';
import { clockOf, type NodeState } from './nodeState.js';

export type Member = Readonly<{ port: number; isAlive: boolean; state: NodeState }>;

type Deps = Readonly<{ host: string; members: () => readonly Member[]; state: NodeState }>;

/** Gossip as every node tells it: all members, and which of them leads. */
export const gossipOf =
  ({ host, members, state }: Deps) =>
  (call: ServerUnaryCall<Empty, ClusterInfo>, callback: sendUnaryData<ClusterInfo>): void => {
    if (call.metadata.get('authorization').length > 0) state.wasGossipAuthorised = true;
    if (state.answers === 'silent') return;
    const info = new gossip.ClusterInfo();
    for (const member of members()) info.addMembers(memberInfo(host, member));
    callback(null, info);
  };

const { VNodeState } = gossip.MemberInfo;

const stateOf = {
  leader: VNodeState.LEADER,
  follower: VNodeState.FOLLOWER,
  electing: VNodeState.UNKNOWN,
} as const;

const memberInfo = (host: string, { port, isAlive, state }: Member) => {
  const endPoint = new gossip.EndPoint();
  endPoint.setAddress(host);
  endPoint.setPort(port);
  const id = new shared.UUID();
  id.setString(randomUUID());
  const info = new gossip.MemberInfo();
  info.setInstanceId(id);
  info.setTimeStamp(String(BigInt(clockOf(state).getTime()) * 10_000n));
  info.setState(stateOf[state.role]);
  info.setIsAlive(isAlive);
  info.setHttpEndPoint(endPoint);

  return info;
};
