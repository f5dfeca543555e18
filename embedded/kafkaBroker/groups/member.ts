import type { ErrorName } from '../protocol/errorCodes.js';

export type Protocol = Readonly<{ name: string; metadata: Buffer }>;

/** The name that a static member keeps when it restarts; null of a dynamic member. */
type InstanceId = string | null;

/** The TCP connection that a request came on. Each is an object of its own. */
export type Connection = Readonly<{ host: string }>;

export type JoinRequest = Readonly<{
  memberId: string;
  instanceId: InstanceId;
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
  /** Clients since JoinGroup 9 can lead a generation without assigning its partitions anew. */
  canSkipAssignment: boolean;
}>;

/** Whom a request claims to come from. */
export type Identity = Readonly<{ memberId: string; instanceId: InstanceId }>;

export type Caller = Identity & Readonly<{ generation: number; connection: Connection }>;

export type JoinResponse = Readonly<{
  error: ErrorName;
  generation: number;
  protocol: string;
  leader: string;
  memberId: string;
  /** Only the leader gets them: it assigns the partitions. */
  members: readonly Readonly<{ id: string; instanceId: InstanceId; metadata: Buffer }>[];
  /** The leader keeps the assignment that there is. */
  skipsAssignment: boolean;
}>;

export type Assignments = ReadonlyMap<string, Buffer>;

export type SyncRequest = Caller &
  Readonly<{
    /** What the member believes was chosen; null where it does not say. */
    protocolType: string | null;
    protocol: string | null;
    /** By member; the leader sends them. */
    assignments: Assignments;
  }>;

export type SyncResponse = Readonly<{ error: ErrorName; assignment: Buffer }>;

/** One consumer of a group. The group owns it and changes it in place. */
export type Member = {
  readonly id: string;
  readonly instanceId: InstanceId;
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
  instanceId: request.instanceId,
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
  skipsAssignment: false,
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

/** Refuses the requests in which the member waits: it has been removed, or replaced. */
export const dismiss = (member: Member, error: ErrorName = 'UNKNOWN_MEMBER_ID'): void => {
  if (member.session !== null) clearTimeout(member.session);
  member.joining?.(joinRefused(error, member.id));
  member.syncing?.(syncRefused(error));
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
