import type { ErrorName } from '../protocol/errorCodes.js';

export type Protocol = Readonly<{ name: string; metadata: Buffer }>;

export type JoinRequest = Readonly<{
  memberId: string;
  clientId: string;
  clientHost: string;
  /** Milliseconds without a heartbeat after which the member counts as gone. */
  sessionTimeout: number;
  /** Milliseconds that a rebalance waits for members to join again. */
  rebalanceTimeout: number;
  protocolType: string;
  protocols: readonly Protocol[];
  /** Clients since JoinGroup 4 first get an id and join with it in a second request. */
  needsKnownId: boolean;
}>;

/** Who a member says it is. */
export type Caller = Readonly<{ memberId: string; generation: number }>;

export type JoinAnswer = Readonly<{
  error: ErrorName;
  generation: number;
  protocol: string;
  leader: string;
  memberId: string;
  /** Only the leader gets them: it assigns the partitions. */
  members: readonly Readonly<{ id: string; metadata: Buffer }>[];
}>;

export type SyncAnswer = Readonly<{ error: ErrorName; assignment: Buffer }>;

/** One consumer of a group. The group owns it and changes it in place. */
export type Member = {
  readonly id: string;
  readonly clientId: string;
  readonly clientHost: string;
  sessionTimeout: number;
  rebalanceTimeout: number;
  protocols: readonly Protocol[];
  assignment: Buffer;
  /** Set while the member waits for the others to join, or for the leader's assignment. */
  joining: ((answer: JoinAnswer) => void) | null;
  syncing: ((answer: SyncAnswer) => void) | null;
  session: NodeJS.Timeout | null;
};

export const toMember = (id: string, request: JoinRequest): Member => ({
  id,
  clientId: request.clientId,
  clientHost: request.clientHost,
  sessionTimeout: request.sessionTimeout,
  rebalanceTimeout: request.rebalanceTimeout,
  protocols: request.protocols,
  assignment: noAssignment,
  joining: null,
  syncing: null,
  session: null,
});

export const noAssignment = Buffer.alloc(0);

export const joinRefused = (error: ErrorName, memberId: string): JoinAnswer => ({
  error,
  generation: -1,
  protocol: '',
  leader: '',
  memberId,
  members: [],
});

export const syncRefused = (error: ErrorName): SyncAnswer => ({ error, assignment: noAssignment });

export const metadataOf = (member: Member, protocol: string): Buffer =>
  member.protocols.find(({ name }) => name === protocol)?.metadata ?? noAssignment;

/** Whether a member that joins again asks for just what it asked for before. */
export const offersTheSame = (member: Member, protocols: readonly Protocol[]): boolean =>
  member.protocols.length === protocols.length &&
  member.protocols.every(({ name, metadata }, index) => {
    const other = protocols[index];

    return other?.name === name && other.metadata.equals(metadata);
  });

/** Ends the wait for an assignment of a generation that is over. */
export const sendAway = (member: Member): void => {
  member.syncing?.(syncRefused('REBALANCE_IN_PROGRESS'));
  member.syncing = null;
  member.assignment = noAssignment;
};

/** Ends whatever the member waits for: it is no longer one. */
export const dismiss = (member: Member): void => {
  if (member.session !== null) clearTimeout(member.session);
  member.joining?.(joinRefused('UNKNOWN_MEMBER_ID', member.id));
  member.syncing?.(syncRefused('UNKNOWN_MEMBER_ID'));
  member.joining = null;
  member.syncing = null;
};

/** Starts the session anew. A member that waits for us cannot send heartbeats, so its session goes on. */
export const expectHeartbeat = (member: Member, onSilent: () => void): void => {
  if (member.session !== null) clearTimeout(member.session);
  member.session = setTimeout(() => {
    if (member.joining !== null || member.syncing !== null) expectHeartbeat(member, onSilent);
    else onSilent();
  }, member.sessionTimeout);
};

export const longestRebalance = (members: readonly Member[]): number =>
  Math.max(0, ...members.map(({ rebalanceTimeout }) => rebalanceTimeout));
