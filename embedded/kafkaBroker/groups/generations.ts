import { chooseProtocol } from './chooseProtocol.js';
import {
  dismiss,
  restartSession,
  type JoinResponse,
  joinRefused,
  maxRebalanceTimeoutMs,
  type Member,
  metadataOf,
  noAssignment,
  cancelSync,
} from './member.js';

/** Names as DescribeGroups shows them. A group that is gone is `Dead`. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

export type Assignments = ReadonlyMap<string, Buffer>;

/**
 * The generations of a group. A change of its members leads from any state to PreparingRebalance,
 * where all must join again. When they have, a new generation begins in CompletingRebalance, which
 * waits for the leader's assignment; with it the group is Stable.
 */
export class Generations {
  state: GroupState = 'Empty';
  current = 0;
  protocol = '';
  #leader = '';
  readonly #members = new Map<string, Member>();
  readonly #isJoinPending: () => boolean;
  #deadline: NodeJS.Timeout | undefined;

  /** No generation begins while `isJoinPending`. */
  constructor(isJoinPending: () => boolean) {
    this.#isJoinPending = isJoinPending;
  }

  readonly members = (): Member[] => [...this.#members.values()];

  readonly find = (id: string): Member | undefined => this.#members.get(id);

  readonly isLeader = (member: Member): boolean => member.id === this.#leader;

  /** Adds a member, old or new, to the next generation; resolves when that begins. */
  awaitNext(member: Member): Promise<JoinResponse> {
    this.#members.set(member.id, member);

    return new Promise((resolve) => {
      member.joining?.(joinRefused('REBALANCE_IN_PROGRESS', member.id));
      member.joining = resolve;
      if (member.session !== null) clearTimeout(member.session);
      this.#rebalance();
    });
  }

  /** Returns the response for a member of this generation. */
  joined(member: Member): JoinResponse {
    const members = this.members().map((other) => ({
      id: other.id,
      metadata: metadataOf(other, this.protocol),
    }));

    return {
      error: 'NONE',
      generation: this.current,
      protocol: this.protocol,
      leader: this.#leader,
      memberId: member.id,
      members: this.isLeader(member) ? members : [],
    };
  }

  assign(assignments: Assignments): void {
    clearTimeout(this.#deadline);
    this.state = 'Stable';
    for (const member of this.members()) {
      member.assignment = assignments.get(member.id) ?? noAssignment;
      member.syncing?.({ error: 'NONE', assignment: member.assignment });
      member.syncing = null;
    }
  }

  /** Restarts the member's session timeout, after which it is removed. */
  restartSession(member: Member): void {
    restartSession(member, () => this.remove(member));
  }

  remove(member: Member): void {
    this.#drop(member);
    this.#rebalance();
  }

  beginIfAllJoined(): void {
    if (this.state !== 'PreparingRebalance' || this.#isJoinPending()) return;
    if (this.members().every(({ joining }) => joining !== null)) this.#begin();
  }

  /** Ends all timers and refuses the requests that wait. */
  close(): void {
    clearTimeout(this.#deadline);
    for (const member of this.members()) this.#drop(member);
  }

  #rebalance(): void {
    if (this.state !== 'PreparingRebalance') {
      this.state = 'PreparingRebalance';
      for (const member of this.members()) cancelSync(member);
      this.#within(maxRebalanceTimeoutMs(this.members()), () => this.#begin());
    }
    this.beginIfAllJoined();
  }

  #begin(): void {
    for (const member of this.members()) if (member.joining === null) this.#drop(member);
    this.current += 1;
    if (this.#members.size === 0) this.#becomeEmpty();
    else this.#respondToJoins();
  }

  #respondToJoins(): void {
    this.state = 'CompletingRebalance';
    this.protocol = chooseProtocol(this.members());
    if (!this.#members.has(this.#leader)) this.#leader = this.members()[0]?.id ?? '';
    for (const member of this.members()) {
      member.joining?.(this.joined(member));
      member.joining = null;
      this.restartSession(member);
    }
    this.#within(maxRebalanceTimeoutMs(this.members()), () => this.#removeUnsynced());
  }

  #becomeEmpty(): void {
    clearTimeout(this.#deadline);
    this.state = 'Empty';
    this.protocol = '';
    this.#leader = '';
  }

  /** Members that joined but did not request their assignment count as gone. */
  #removeUnsynced(): void {
    for (const member of this.members()) if (member.syncing === null) this.#drop(member);
    this.#rebalance();
  }

  #drop(member: Member): void {
    dismiss(member);
    this.#members.delete(member.id);
  }

  #within(timeoutMs: number, act: () => void): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(act, timeoutMs);
  }
}
