import { chooseProtocol } from './chooseProtocol.js';
import {
  dismiss,
  expectHeartbeat,
  type JoinAnswer,
  joinRefused,
  longestRebalance,
  type Member,
  metadataOf,
  noAssignment,
  sendAway,
} from './member.js';

/** Names as DescribeGroups shows them. A group that is gone is `Dead`. */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable';

export type Assignments = ReadonlyMap<string, Buffer>;

/**
 * How one generation of a group follows the other. A change of its members leads from any state to
 * PreparingRebalance, where all must join again; when they have, a new generation begins in CompletingRebalance,
 * where the leader's assignment is awaited; with it the group is Stable.
 */
export class Generations {
  state: GroupState = 'Empty';
  current = 0;
  protocol = '';
  #leader = '';
  readonly #members = new Map<string, Member>();
  readonly #isSomebodyOnTheWay: () => boolean;
  #deadline: NodeJS.Timeout | undefined;

  /** A generation that could begin waits while `isSomebodyOnTheWay`. */
  constructor(isSomebodyOnTheWay: () => boolean) {
    this.#isSomebodyOnTheWay = isSomebodyOnTheWay;
  }

  readonly members = (): Member[] => [...this.#members.values()];

  readonly find = (id: string): Member | undefined => this.#members.get(id);

  readonly isLeader = (member: Member): boolean => member.id === this.#leader;

  /** Has a member, old or new, take part in the next generation; answers when that begins. */
  awaitNext(member: Member): Promise<JoinAnswer> {
    this.#members.set(member.id, member);

    return new Promise((resolve) => {
      member.joining?.(joinRefused('REBALANCE_IN_PROGRESS', member.id));
      member.joining = resolve;
      if (member.session !== null) clearTimeout(member.session);
      this.#rebalance();
    });
  }

  /** What a member of this generation is told about it. */
  joined(member: Member): JoinAnswer {
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

  /** Begins the member's session anew; a member that falls silent is removed. */
  expectHeartbeat(member: Member): void {
    expectHeartbeat(member, () => this.remove(member));
  }

  remove(member: Member): void {
    this.#drop(member);
    this.#rebalance();
  }

  beginIfAllJoined(): void {
    if (this.state !== 'PreparingRebalance' || this.#isSomebodyOnTheWay()) return;
    if (this.members().every(({ joining }) => joining !== null)) this.#begin();
  }

  /** Ends all timers and sends everybody who waits away. */
  close(): void {
    clearTimeout(this.#deadline);
    for (const member of this.members()) this.#drop(member);
  }

  #rebalance(): void {
    if (this.state !== 'PreparingRebalance') {
      this.state = 'PreparingRebalance';
      for (const member of this.members()) sendAway(member);
      this.#within(longestRebalance(this.members()), () => this.#begin());
    }
    this.beginIfAllJoined();
  }

  #begin(): void {
    for (const member of this.members()) if (member.joining === null) this.#drop(member);
    this.current += 1;
    if (this.#members.size === 0) this.#becomeEmpty();
    else this.#tellMembers();
  }

  #tellMembers(): void {
    this.state = 'CompletingRebalance';
    this.protocol = chooseProtocol(this.members());
    if (!this.#members.has(this.#leader)) this.#leader = this.members()[0]?.id ?? '';
    for (const member of this.members()) {
      member.joining?.(this.joined(member));
      member.joining = null;
      this.expectHeartbeat(member);
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

  #drop(member: Member): void {
    dismiss(member);
    this.#members.delete(member.id);
  }

  #within(milliseconds: number, act: () => void): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(act, milliseconds);
  }
}
