import { type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import { parseUuid } from '../store/uuid.js';
import { type ClusterInfo, type EmptyMessage, gossip, structuredUuid } from './wire.js';

export type Address = { readonly host: string; readonly port: number };

/** Gossip: a cluster of one, whose leader is reachable at the address. */
export const gossipRead = (address: () => Address, instanceId: string) => {
  const instance = structuredUuid(parseUuid(instanceId));

  return (
    _call: ServerUnaryCall<EmptyMessage, ClusterInfo>,
    callback: sendUnaryData<ClusterInfo>,
  ): void => {
    const { host, port } = address();
    const endPoint = new gossip.EndPoint();
    endPoint.setAddress(host);
    endPoint.setPort(port);
    const member = new gossip.MemberInfo();
    member.setInstanceId(instance);
    member.setTimeStamp(String(BigInt(Date.now()) * 10_000n));
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    member.setHttpEndPoint(endPoint);
    const info = new gossip.ClusterInfo();
    info.addMembers(member);
    callback(null, info);
  };
};
