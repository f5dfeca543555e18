import { randomUUID } from 'node:crypto';
import type { ErrorName } from '../protocol/errorCodes.js';
import { chooseProtocol, commonProtocols } from './chooseProtocol.js';
import {
  type JoinAnswer,
  joinRefused,
  type JoinRequest,
  type Member,
  metadataOf,
  noAssignment,
  offersTheSame,
  type SyncAnswer,
  syncRefused,
  toMember,
} from './member.js';

/** Names as DescribeGroups shows them. A group that is gone is `Dead`. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

type Caller = Readonly<{ memberId: string; generation: number }>;
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
  /** Ids that were handed out and not yet used. */
  readonly #pending = new Map<string, NodeJS.Timeout>();
  #deadline: NodeJS.Timeout | undefined;

  members = (): Member[] => [...this.#members.values()];

  join(request: JoinRequest): Promise<JoinAnswer> | JoinAnswer {
    const { memberId } = request;
    const member = this.#members.get(memberId);
    if (memberId !== '' && member === undefined && !this.#pending.has(memberId))
      return joinRefused('UNKNOWN_MEMBER_ID', memberId);
    if (!this.#accepts(request)) return joinRefused('INCONSISTENT_GROUP_PROTOCOL', memberId);
    if (memberId === '' && request.needsKnownId) return this.#handOutId(request);

    return member === undefined ? this.#add(request) : this.#joinAgain(member, request);
  }

  sync(caller: Caller, assignments: Assignments): Promise<SyncAnswer> | SyncAnswer {
    const refusal = this.#refusal(caller);
    const member = this.#members.get(caller.memberId);
    if (refusal !== null || member === undefined)
      return syncRefused(refusal ?? 'UNKNOWN_MEMBER_ID');
    if (this.state === 'PreparingRebalance') return syncRefused('REBALANCE_IN_PROGRESS');
    this.#expectHeartbeat(member);
    if (this.state === 'Stable') return { error: 'NONE', assignment: member.assignment };

    return new Promise((resolve) => {
      member.syncing?.(syncRefused('REBALANCE_IN_PROGRESS'));
      member.syncing = resolve;
      if (member.id === this.#leader) this.#assign(assignments);
    });
  }

  heartbeat(caller: Caller): ErrorName {
    const refusal = this.#refusal(caller);
    const member = this.#members.get(caller.memberId);
    if (refusal !== null || member === undefined) return refusal ?? 'UNKNOWN_MEMBER_ID';
    this.#expectHeartbeat(member);

    return this.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  leave(memberId: string): ErrorName {
    if (this.#pending.has(memberId)) {
      this.#takePending(memberId);
      this.#completeIfAllJoined();
      return 'NONE';
    }
    if (!this.#members.has(memberId)) return 'UNKNOWN_MEMBER_ID';
    this.#remove(memberId);

    return 'NONE';
  }

  /** Why this caller may not commit offsets now; a commit is a sign of life too. */
  commitRefusal(caller: Caller): ErrorName | null {
    if (caller.generation < 0 && this.state === 'Empty') return null;
    const refusal = this.#refusal(caller);
    if (refusal !== null) return refusal;
    const member = this.#members.get(caller.memberId);
    if (member !== undefined) this.#expectHeartbeat(member);

    return this.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : null;
  }

  /** Ends all timers and sends everybody who waits away. */
  close(): void {
    clearTimeout(this.#deadline);
    for (const id of [...this.#pending.keys()]) this.#takePending(id);
    for (const member of this.members()) this.#dismiss(member);
    this.#members.clear();
  }

  #refusal({ memberId, generation }: Caller): ErrorName | null {
    if (!this.#members.has(memberId)) return 'UNKNOWN_MEMBER_ID';

    return generation === this.generation ? null : 'ILLEGAL_GENERATION';
  }

  #accepts({ memberId, protocolType, protocols }: JoinRequest): boolean {
    const others = this.members().filter(({ id }) => id !== memberId);
    if (protocolType === '' || protocols.length === 0) return false;
    if (others.length === 0) return true;
    const common = commonProtocols(others);

    return (
      protocolType === this.protocolType && protocols.some(({ name }) => common.includes(name))
    );
  }

  #handOutId({ clientId, sessionTimeout }: JoinRequest): JoinAnswer {
    const id = newMemberId(clientId);
    const forget = () => {
      this.#pending.delete(id);
      this.#completeIfAllJoined();
    };
    this.#pending.set(id, setTimeout(forget, sessionTimeout));

    return joinRefused('MEMBER_ID_REQUIRED', id);
  }

  #takePending(id: string): void {
    clearTimeout(this.#pending.get(id));
    this.#pending.delete(id);
  }

  #add(request: JoinRequest): Promise<JoinAnswer> {
    this.#takePending(request.memberId);
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
      this.#within(this.#rebalanceTimeout(), () => this.#beginGeneration());
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
    this.#within(this.#rebalanceTimeout(), () => this.#dropSilent());
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
    if (member.session !== null) clearTimeout(member.session);
    member.session = setTimeout(() => {
      // Who waits for us cannot send heartbeats.
      if (member.joining !== null || member.syncing !== null) this.#expectHeartbeat(member);
      else this.#remove(member.id);
    }, member.sessionTimeout);
  }

  #remove(memberId: string): void {
    const member = this.#members.get(memberId);
    if (member === undefined) return;
    this.#drop(member);
    this.#rebalance();
  }

  #drop(member: Member): void {
    this.#dismiss(member);
    this.#members.delete(member.id);
  }

  #dismiss(member: Member): void {
    if (member.session !== null) clearTimeout(member.session);
    member.joining?.(joinRefused('UNKNOWN_MEMBER_ID', member.id));
    member.syncing?.(syncRefused('UNKNOWN_MEMBER_ID'));
    member.joining = null;
    member.syncing = null;
  }

  #rebalanceTimeout(): number {
    return Math.max(...this.members().map(({ rebalanceTimeout }) => rebalanceTimeout), 0);
  }

  #within(milliseconds: number, act: () => void): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(act, milliseconds);
  }
}

const newMemberId = (clientId: string): string => `${clientId}-${randomUUID()}`;

const sendAway = (member: Member): void => {
  member.syncing?.(syncRefused('REBALANCE_IN_PROGRESS'));
  member.syncing = null;
  member.assignment = noAssignment;
};
