import type { ErrorName } from '../protocol/errorCodes.js';
import { chooseProtocol, isCompatible } from './chooseProtocol.js';
import {
  type Caller,
  dismiss,
  expectHeartbeat,
  type JoinAnswer,
  joinRefused,
  type JoinRequest,
  longestRebalance,
  type Member,
  metadataOf,
  noAssignment,
  offersTheSame,
  sendAway,
  type SyncAnswer,
  syncRefused,
  toMember,
} from './member.js';
import { newMemberId, PendingIds } from './pendingIds.js';

/** Names as DescribeGroups shows them. A group that is gone is `Dead`. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

type Assignments = ReadonlyMap<string, Buffer>;

/**
 * The life of a consumer group. A change of its members leads from any state to PreparingRebalance, where all must
 * join again; when they have, a new generation begins in CompletingRebalance, where the leader's assignment is
 * awaited; with it the group is Stable.
 */
export class Group {
  state: GroupState = 'Empty';
  generation = 0;
  protocolType = '';
  protocol = '';
  #leader = '';
  readonly #members = new Map<string, Member>();
  readonly #pending = new PendingIds();
  #deadline: NodeJS.Timeout | undefined;

  readonly members = (): Member[] => [...this.#members.values()];

  join(request: JoinRequest): Promise<JoinAnswer> | JoinAnswer {
    const { memberId } = request;
    const member = this.#members.get(memberId);
    if (memberId !== '' && member === undefined && !this.#pending.has(memberId))
      return joinRefused('UNKNOWN_MEMBER_ID', memberId);
    const others = this.members().filter(({ id }) => id !== memberId);
    if (!isCompatible(others, this.protocolType, request))
      return joinRefused('INCONSISTENT_GROUP_PROTOCOL', memberId);
    if (memberId === '' && request.needsKnownId) return this.#handOutId(request);

    return member === undefined ? this.#add(request) : this.#joinAgain(member, request);
  }

  sync(caller: Caller, assignments: Assignments): Promise<SyncAnswer> | SyncAnswer {
    const member = this.#hear(caller);
    if (typeof member === 'string') return syncRefused(member);
    if (this.state === 'PreparingRebalance') return syncRefused('REBALANCE_IN_PROGRESS');
    if (this.state === 'Stable') return { error: 'NONE', assignment: member.assignment };

    return new Promise((resolve) => {
      member.syncing?.(syncRefused('REBALANCE_IN_PROGRESS'));
      member.syncing = resolve;
      if (member.id === this.#leader) this.#assign(assignments);
    });
  }

  heartbeat(caller: Caller): ErrorName {
    const member = this.#hear(caller);
    if (typeof member === 'string') return member;

    return this.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  leave(memberId: string): ErrorName {
    const member = this.#members.get(memberId);
    if (member !== undefined) this.#remove(member);
    else if (this.#pending.has(memberId)) this.#giveUp(memberId);
    else return 'UNKNOWN_MEMBER_ID';

    return 'NONE';
  }

  /** Why this caller may not commit offsets now; a commit is a sign of life too. */
  commitRefusal(caller: Caller): ErrorName | null {
    if (caller.generation < 0 && this.state === 'Empty') return null;
    const member = this.#hear(caller);
    if (typeof member === 'string') return member;

    return this.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : null;
  }

  /** Ends all timers and sends everybody who waits away. */
  close(): void {
    clearTimeout(this.#deadline);
    this.#pending.clear();
    for (const member of this.members()) dismiss(member);
    this.#members.clear();
  }

  /** The member that calls, with its session begun anew; or why the call does not count. */
  #hear({ memberId, generation }: Caller): Member | ErrorName {
    const member = this.#members.get(memberId);
    if (member === undefined) return 'UNKNOWN_MEMBER_ID';
    if (generation !== this.generation) return 'ILLEGAL_GENERATION';
    this.#expectHeartbeat(member);

    return member;
  }

  #handOutId({ clientId, sessionTimeout }: JoinRequest): JoinAnswer {
    const id = this.#pending.handOut(clientId, sessionTimeout, () => this.#completeIfAllJoined());

    return joinRefused('MEMBER_ID_REQUIRED', id);
  }

  #add(request: JoinRequest): Promise<JoinAnswer> {
    this.#pending.take(request.memberId);
    const member = toMember(request.memberId || newMemberId(request.clientId), request);
    if (this.#members.size === 0) this.protocolType = request.protocolType;
    this.#members.set(member.id, member);

    return this.#awaitJoin(member);
  }

  #joinAgain(member: Member, request: JoinRequest): Promise<JoinAnswer> | JoinAnswer {
    const unchanged = offersTheSame(member, request.protocols);
    const settled =
      this.state === 'CompletingRebalance' ||
      (this.state === 'Stable' && member.id !== this.#leader);
    if (unchanged && settled) {
      this.#expectHeartbeat(member);
      return this.#joined(member);
    }
    member.protocols = request.protocols;
    member.sessionTimeout = request.sessionTimeout;
    member.rebalanceTimeout = request.rebalanceTimeout;

    return this.#awaitJoin(member);
  }

  #awaitJoin(member: Member): Promise<JoinAnswer> {
    return new Promise((resolve) => {
      member.joining?.(joinRefused('REBALANCE_IN_PROGRESS', member.id));
      member.joining = resolve;
      if (member.session !== null) clearTimeout(member.session);
      this.#rebalance();
    });
  }

  #rebalance(): void {
    if (this.state !== 'PreparingRebalance') {
      this.state = 'PreparingRebalance';
      for (const member of this.members()) sendAway(member);
      this.#within(longestRebalance(this.members()), () => this.#beginGeneration());
    }
    this.#completeIfAllJoined();
  }

  #completeIfAllJoined(): void {
    if (this.state !== 'PreparingRebalance' || this.#pending.size > 0) return;
    if (this.members().every(({ joining }) => joining !== null)) this.#beginGeneration();
  }

  #beginGeneration(): void {
    for (const member of this.members()) if (member.joining === null) this.#drop(member);
    this.generation += 1;
    if (this.#members.size === 0) this.#becomeEmpty();
    else this.#tellMembers();
  }

  #tellMembers(): void {
    this.state = 'CompletingRebalance';
    this.protocol = chooseProtocol(this.members());
    if (!this.#members.has(this.#leader)) this.#leader = this.members()[0]?.id ?? '';
    for (const member of this.members()) {
      member.joining?.(this.#joined(member));
      member.joining = null;
      this.#expectHeartbeat(member);
    }
    this.#within(longestRebalance(this.members()), () => this.#dropSilent());
  }

  #becomeEmpty(): void {
    clearTimeout(this.#deadline);
    this.state = 'Empty';
    this.protocol = '';
    this.#leader = '';
  }

  /** Members that joined but never asked for their assignment are gone. */
  #dropSilent(): void {
    for (const member of this.members()) if (member.syncing === null) this.#drop(member);
    this.#rebalance();
  }

  #joined(member: Member): JoinAnswer {
    const members = this.members().map((other) => ({
      id: other.id,
      metadata: metadataOf(other, this.protocol),
    }));

    return {
      error: 'NONE',
      generation: this.generation,
      protocol: this.protocol,
      leader: this.#leader,
      memberId: member.id,
      members: member.id === this.#leader ? members : [],
    };
  }

  #assign(assignments: Assignments): void {
    clearTimeout(this.#deadline);
    this.state = 'Stable';
    for (const member of this.members()) {
      member.assignment = assignments.get(member.id) ?? noAssignment;
      member.syncing?.({ error: 'NONE', assignment: member.assignment });
      member.syncing = null;
    }
  }

  #expectHeartbeat(member: Member): void {
    expectHeartbeat(member, () => this.#remove(member));
  }

  #giveUp(pendingId: string): void {
    this.#pending.take(pendingId);
    this.#completeIfAllJoined();
  }

  #remove(member: Member): void {
    this.#drop(member);
    this.#rebalance();
  }

  #drop(member: Member): void {
    dismiss(member);
    this.#members.delete(member.id);
  }

  #within(milliseconds: number, act: () => void): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(act, milliseconds);
  }
}
