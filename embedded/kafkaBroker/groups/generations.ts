import { chooseProtocol } from './chooseProtocol.js';
import {
  type Assignments,
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

  /** Returns the static member that has this name. */
  readonly findStatic = (instanceId: string): Member | undefined =>
    this.members().find((member) => member.instanceId === instanceId);

  get leader(): string {
    return this.#leader;
  }

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
      instanceId: other.instanceId,
      metadata: metadataOf(other, this.protocol),
    }));

    return {
      error: 'NONE',
      generation: this.current,
      protocol: this.protocol,
      leader: this.#leader,
      memberId: member.id,
      members: this.isLeader(member) ? members : [],
      skipsAssignment: false,
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

  /** A static member has restarted: it gets the part of the one before, which is fenced. */
  replace(previous: Member, member: Member): void {
    member.assignment = previous.assignment;
    dismiss(previous, 'FENCED_INSTANCE_ID');
    this.#members.delete(previous.id);
    this.#members.set(member.id, member);
    if (this.isLeader(previous)) this.#leader = member.id;
    this.restartSession(member);
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
      this.#beginLater();
    }
    this.beginIfAllJoined();
  }

  /** Late members are dropped; static ones stay until their session times out. */
  #begin(): void {
    const isLate = ({ joining }: Member): boolean => joining === null;
    for (const member of this.members().filter(isLate))
      if (member.instanceId === null) this.#drop(member);
    const joined = this.members().filter((member) => !isLate(member));
    if (this.#members.size > 0 && joined.length === 0) this.#beginLater();
    else {
      this.current += 1;
      if (joined.length === 0) this.#becomeEmpty();
      else this.#respondTo(joined);
    }
  }

  #beginLater(): void {
    this.#within(maxRebalanceTimeoutMs(this.members()), () => this.#begin());
  }

  #respondTo(joined: readonly Member[]): void {
    this.state = 'CompletingRebalance';
    this.protocol = chooseProtocol(this.members());
    if (!joined.some(this.isLeader)) this.#leader = joined[0]?.id ?? '';
    for (const member of joined) {
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
