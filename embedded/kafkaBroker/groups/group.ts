import type { ErrorName } from '../protocol/errorCodes.js';
import { isCompatible } from './chooseProtocol.js';
import { type Assignments, Generations, type GroupState } from './generations.js';
import {
  type Caller,
  type Connection,
  type JoinResponse,
  joinRefused,
  type JoinRequest,
  type Member,
  offersTheSame,
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
    const { memberId } = request;
    const member = this.#generations.find(memberId);
    if (memberId !== '' && member === undefined && !this.#pending.has(memberId))
      return joinRefused('UNKNOWN_MEMBER_ID', memberId);
    const others = this.members().filter(({ id }) => id !== memberId);
    if (!isCompatible(others, this.protocolType, request))
      return joinRefused('INCONSISTENT_GROUP_PROTOCOL', memberId);
    if (memberId === '' && request.needsKnownId) return this.#allocateId(request);

    return member === undefined ? this.#add(request) : this.#rejoin(member, request);
  }

  sync(caller: Caller, assignments: Assignments): Promise<SyncResponse> | SyncResponse {
    const member = this.#memberOf(caller);
    if (typeof member === 'string') return syncRefused(member);
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

  leave(memberId: string): ErrorName {
    const member = this.#generations.find(memberId);
    if (member !== undefined) this.#generations.remove(member);
    else if (this.#pending.has(memberId)) this.#dropPending(memberId);
    else return 'UNKNOWN_MEMBER_ID';

    return 'NONE';
  }

  /** Also forgets the ids that were allocated on the connection and have not joined. */
  removeMembersOn(connection: Connection): void {
    for (const member of this.members())
      if (member.connection === connection) this.#generations.remove(member);
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
  #memberOf({ memberId, generation, connection }: Caller): Member | ErrorName {
    const member = this.#generations.find(memberId);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    member.connection = connection;
    if (generation !== this.#generations.current) return 'ILLEGAL_GENERATION';
    this.#generations.restartSession(member);

    return member;
  }

  #allocateId(request: JoinRequest): JoinResponse {
    const onExpired = (): void => this.#generations.beginIfAllJoined();
    const id = this.#pending.allocate(request, onExpired);

    return joinRefused('MEMBER_ID_REQUIRED', id);
  }

  #add(request: JoinRequest): Promise<JoinResponse> {
    this.#pending.take(request.memberId);
    if (this.members().length === 0) this.protocolType = request.protocolType;
    const id = request.memberId || newMemberId(request.clientId);

    return this.#generations.awaitNext(toMember(id, request));
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
