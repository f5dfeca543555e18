import type { ErrorName } from '../protocol/errorCodes.js';
import { chooseProtocol, isCompatible } from './chooseProtocol.js';
import { Generations, type GroupState } from './generations.js';
import {
  type Caller,
  type Connection,
  type Identity,
  type JoinResponse,
  joinRefused,
  type JoinRequest,
  type Member,
  offersTheSame,
  type SyncRequest,
  type SyncResponse,
  syncRefused,
  toMember,
} from './member.js';
import { newMemberId, PendingIds } from './pendingIds.js';

/** A consumer group: checks the requests of its members and responds to them. */
export class Group {
  protocolType = '';
  readonly #pending = new PendingIds();
  readonly #generations = new Generations(() => this.#pending.size > 0);

  readonly members = (): Member[] => this.#generations.members();

  get state(): GroupState {
    return this.#generations.state;
  }

  get protocol(): string {
    return this.#generations.protocol;
  }

  join(request: JoinRequest): Promise<JoinResponse> | JoinResponse {
    const { memberId, instanceId } = request;
    const isNew = memberId === '' || (instanceId === null && this.#pending.has(memberId));
    const member = isNew ? null : this.#identify(request);
    if (typeof member === 'string') return joinRefused(member, memberId);
    const others = this.members().filter(({ id }) => id !== memberId);
    if (!isCompatible(others, this.protocolType, request))
      return joinRefused('INCONSISTENT_GROUP_PROTOCOL', memberId);
    if (member !== null) return this.#rejoin(member, request);
    if (instanceId !== null) return this.#joinStatic(instanceId, request);

    return memberId === '' && request.needsKnownId
      ? this.#allocateId(request)
      : this.#add(request, request.clientId);
  }

  sync(request: SyncRequest): Promise<SyncResponse> | SyncResponse {
    const member = this.#memberOf(request);
    if (typeof member === 'string') return syncRefused(member);
    const { protocolType, protocol, assignments } = request;
    if ((protocolType ?? this.protocolType) !== this.protocolType)
      return syncRefused('INCONSISTENT_GROUP_PROTOCOL');
    if ((protocol ?? this.protocol) !== this.protocol)
      return syncRefused('INCONSISTENT_GROUP_PROTOCOL');
    if (this.state === 'PreparingRebalance') return syncRefused('REBALANCE_IN_PROGRESS');
    if (this.state === 'Stable') return { error: 'NONE', assignment: member.assignment };

    return new Promise((resolve) => {
      member.syncing?.(syncRefused('REBALANCE_IN_PROGRESS'));
      member.syncing = resolve;
      if (this.#generations.isLeader(member)) this.#generations.assign(assignments);
    });
  }

  heartbeat(caller: Caller): ErrorName {
    const member = this.#memberOf(caller);
    if (typeof member === 'string') return member;

    return this.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  /** A static member may leave by its name alone. */
  leave({ memberId, instanceId }: Identity): ErrorName {
    if (instanceId === null && this.#pending.has(memberId)) {
      this.#dropPending(memberId);
      return 'NONE';
    }
    const isNamed = memberId === '' && instanceId !== null;
    const named = isNamed ? this.#generations.findStatic(instanceId)?.id : memberId;
    const member = this.#identify({ memberId: named ?? '', instanceId });
    if (typeof member === 'string') return member;
    this.#generations.remove(member);

    return 'NONE';
  }

  /**
   * Also forgets the ids that were allocated on the connection and have not joined. Static members
   * are expected back until their session times out.
   */
  removeMembersOn(connection: Connection): void {
    for (const member of this.members())
      if (member.connection === connection && member.instanceId === null)
        this.#generations.remove(member);
    if (this.#pending.dropAllocatedOn(connection)) this.#generations.beginIfAllJoined();
  }

  /** Returns why this caller may not commit offsets now; a commit restarts its session too. */
  commitRefusal(caller: Caller): ErrorName | null {
    if (caller.generation < 0 && this.state === 'Empty') return null;
    const member = this.#memberOf(caller);
    if (typeof member === 'string') return member;

    return this.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : null;
  }

  /** Ends all timers and refuses the requests that wait. */
  close(): void {
    this.#pending.clear();
    this.#generations.close();
  }

  /** Restarts the caller's session and returns the member, or why it is none. */
  #memberOf({ generation, connection, ...identity }: Caller): Member | ErrorName {
    const member = this.#identify(identity);
    if (typeof member === 'string') return member;
    member.connection = connection;
    if (generation !== this.#generations.current) return 'ILLEGAL_GENERATION';
    this.#generations.restartSession(member);

    return member;
  }

  /** Returns the member, or why it is none: of two with one name, the one before is fenced. */
  #identify({ memberId, instanceId }: Identity): Member | ErrorName {
    const member = this.#generations.find(memberId);
    if (instanceId === null) return member ?? 'UNKNOWN_MEMBER_ID';
    const named = this.#generations.findStatic(instanceId);
    if (named === undefined) return 'UNKNOWN_MEMBER_ID';

    return named === member ? member : 'FENCED_INSTANCE_ID';
  }

  #allocateId(request: JoinRequest): JoinResponse {
    const onExpired = (): void => this.#generations.beginIfAllJoined();
    const id = this.#pending.allocate(request, onExpired);

    return joinRefused('MEMBER_ID_REQUIRED', id);
  }

  #add(request: JoinRequest, prefix: string): Promise<JoinResponse> {
    this.#pending.take(request.memberId);
    if (this.members().length === 0) this.protocolType = request.protocolType;
    const id = request.memberId || newMemberId(prefix);

    return this.#generations.awaitNext(toMember(id, request));
  }

  /** Without a rebalance when it takes the part of the one before, in the same protocol. */
  #joinStatic(name: string, request: JoinRequest): Promise<JoinResponse> | JoinResponse {
    const previous = this.#generations.findStatic(name);
    if (previous === undefined) return this.#add(request, name);
    const { leader } = this.#generations;
    const member = toMember(newMemberId(name), request);
    this.#generations.replace(previous, member);
    if (this.state !== 'Stable' || chooseProtocol(this.members()) !== this.protocol)
      return this.#generations.awaitNext(member);
    const joined = this.#generations.joined(member);
    if (request.canSkipAssignment)
      return { ...joined, skipsAssignment: this.#generations.isLeader(member) };

    // with the name of the leader before, it does not take itself for the leader and assign anew
    return { ...joined, leader, members: [] };
  }

  #rejoin(member: Member, request: JoinRequest): Promise<JoinResponse> | JoinResponse {
    member.connection = request.connection;
    const unchanged = offersTheSame(member, request.protocols);
    const isInGeneration =
      this.state === 'CompletingRebalance' ||
      (this.state === 'Stable' && !this.#generations.isLeader(member));
    if (unchanged && isInGeneration) {
      this.#generations.restartSession(member);
      return this.#generations.joined(member);
    }
    member.protocols = request.protocols;
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;

    return this.#generations.awaitNext(member);
  }

  #dropPending(pendingId: string): void {
    this.#pending.take(pendingId);
    this.#generations.beginIfAllJoined();
  }
}
