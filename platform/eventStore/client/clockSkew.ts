import type { EventStoreDBClient } from '@eventstore/db-client';
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipMessages, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import { Metadata } from '@grpc/grpc-js';

type GossipClient = InstanceType<typeof gossip.GossipClient>;

type Execute = (
  service: typeof gossip.GossipClient,
  name: string,
  action: (service: GossipClient) => Promise<ClusterInfo>,
) => Promise<ClusterInfo>;

const timeoutMs = 1_000;

/**
 * Returns how far the leader's clock is ahead of this process's, in milliseconds, to a second or
 * two; negative when it is behind. Rejects when gossip cannot be read.
 */
export const readClockSkew = async (client: EventStoreDBClient): Promise<number> => {
  const execute = Reflect.get(client, 'execute') as Execute;
  const info = await execute(gossip.GossipClient, 'read', readGossip);
  const members = info.getMembersList();
  const { LEADER } = gossipMessages.MemberInfo.VNodeState;
  const member = members.find((each) => each.getState() === LEADER) ?? members[0];
  if (member === undefined) throw new Error('Gossip names no member');

  // in steps of 100 ns since 1970
  return Number(BigInt(member.getTimeStamp()) / 10_000n) - new Date().getTime();
};

const readGossip = (service: GossipClient): Promise<ClusterInfo> =>
  new Promise((resolve, reject) => {
    const deadline = new Date(Date.now() + timeoutMs);
    service.read(new shared.Empty(), new Metadata(), { deadline }, (error, info) => {
      if (error === null) resolve(info);
      else reject(error);
    });
  });
