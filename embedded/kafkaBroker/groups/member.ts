import type { ErrorName } from '../protocol/errorCodes.js';

export type Protocol = Readonly<{ name: string; metadata: Buffer }>;

/** The TCP connection that a request came on. Each is an object of its own. */
export type Connection = Readonly<{ host: string }>;

export type JoinRequest = Readonly<{
  memberId: string;
  clientId: string;
  connection: Connection;
  /** Without a heartbeat for so long the member counts as gone. */
  sessionTimeoutMs: number;
  /** For so long a rebalance waits for the member to join again. */
  rebalanceTimeoutMs: number;
  protocolType: string;
  protocols: readonly Protocol[];
  /** Clients since JoinGroup 4 first get an id and join with it in a second request. */
  needsKnownId: boolean;
}>;

/** Whom a request claims to come from. */
export type Caller = Readonly<{ memberId: string; generation: number; connection: Connection }>;

export type JoinResponse = Readonly<{
  error: ErrorName;
  generation: number;
  protocol: string;
  leader: string;
  memberId: string;
  /** Only the leader gets them: it assigns the partitions. */
  members: readonly Readonly<{ id: string; metadata: Buffer }>[];
}>;

export type SyncResponse = Readonly<{ error: ErrorName; assignment: Buffer }>;

/** One consumer of a group. The group owns it and changes it in place. */
export type Member = {
  readonly id: string;
  readonly clientId: string;
  /** The one that it used last. */
  connection: Connection;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: readonly Protocol[];
  assignment: Buffer;
  /** Set while the member waits for the others to join, or for the leader's assignment. */
  joining: ((response: JoinResponse) => void) | null;
  syncing: ((response: SyncResponse) => void) | null;
  session: NodeJS.Timeout | null;
};

export const toMember = (id: string, request: JoinRequest): Member => ({
  id,
  clientId: request.clientId,
  connection: request.connection,
  sessionTimeoutMs: request.sessionTimeoutMs,
  rebalanceTimeoutMs: request.rebalanceTimeoutMs,
  protocols: request.protocols,
  assignment: noAssignment,
  joining: null,
  syncing: null,
  session: null,
});

export const noAssignment = Buffer.alloc(0);

export const joinRefused = (error: ErrorName, memberId: string): JoinResponse => ({
  error,
  generation: -1,
  protocol: '',
  leader: '',
  memberId,
  members: [],
});

export const syncRefused = (error: ErrorName): SyncResponse => ({
  error,
  assignment: noAssignment,
});

export const metadataOf = (member: Member, protocol: string): Buffer =>
  member.protocols.find(({ name }) => name === protocol)?.metadata ?? noAssignment;

/** Whether a member that joins again supports the same protocols as before. */
export const offersTheSame = (member: Member, protocols: readonly Protocol[]): boolean =>
  member.protocols.length === protocols.length &&
  member.protocols.every(({ name, metadata }, index) => {
    const other = protocols[index];

    return other?.name === name && other.metadata.equals(metadata);
  });

/** Ends the wait for an assignment of a generation that has ended. */
export const cancelSync = (member: Member): void => {
  member.syncing?.(syncRefused('REBALANCE_IN_PROGRESS'));
  member.syncing = null;
  member.assignment = noAssignment;
};

/** Refuses the requests in which the member waits: it has been removed. */
export const dismiss = (member: Member): void => {
  if (member.session !== null) clearTimeout(member.session);
  member.joining?.(joinRefused('UNKNOWN_MEMBER_ID', member.id));
  member.syncing?.(syncRefused('UNKNOWN_MEMBER_ID'));
  member.joining = null;
  member.syncing = null;
};

/**
 * Restarts the session timeout. A member that waits for a response cannot send heartbeats, so its
 * session goes on.
 */
export const restartSession = (member: Member, onSilent: () => void): void => {
  if (member.session !== null) clearTimeout(member.session);
  member.session = setTimeout(() => {
    if (member.joining !== null || member.syncing !== null) restartSession(member, onSilent);
    else onSilent();
  }, member.sessionTimeoutMs);
};

export const maxRebalanceTimeoutMs = (members: readonly Member[]): number =>
  Math.max(0, ...members.map(({ rebalanceTimeoutMs }) => rebalanceTimeoutMs));
