import { type ErrorName, errorNameOf, KafkaError } from '../protocol/errorCodes.js';
import type { Commit, CommittedOffsets } from '../storage/committedOffsets.js';
import { Group } from './group.js';
import {
  type Caller,
  type Connection,
  type JoinResponse,
  joinRefused,
  type JoinRequest,
} from './member.js';

/** Kafka's default limits. */
const minSessionTimeoutMs = 6_000;
const maxSessionTimeoutMs = 1_800_000;

/** A consumer of ours that lost its connection sends its next heartbeat sooner. */
const reconnectGraceMs = 1_500;

/** In milliseconds, as in Kafka: how often it is looked for groups that nobody uses. */
const expiryIntervalMs = 600_000;

/** All groups of the broker, and the offsets that they have committed. */
export class Coordinator {
  readonly #groups = new Map<string, Group>();
  readonly #expiry: NodeJS.Timeout;
  /** Groups without members when it was looked for them last. */
  #unused: readonly string[] = [];
  readonly offsets: CommittedOffsets;

  constructor(offsets: CommittedOffsets) {
    this.offsets = offsets;
    this.#expiry = setInterval(() => {
      try {
        this.expire(Date.now());
      } catch {
        // the disk is full: tried again with the next
      }
    }, expiryIntervalMs);
  }

  /** Forgets the groups that nobody has used for long, with their offsets. */
  expire(now: number): void {
    const isUsed = (groupId: string): boolean =>
      (this.#groups.get(groupId)?.state ?? 'Empty') !== 'Empty';
    this.offsets.expire(now, isUsed);
    for (const groupId of this.#unused)
      if (!isUsed(groupId) && !this.offsets.has(groupId)) this.#forget(groupId);
    this.#unused = [...this.#groups.keys()].filter((groupId) => !isUsed(groupId));
  }

  /** Returns the group if it has, or has had, members since the start of the broker. */
  find = (groupId: string): Group | undefined => this.#groups.get(groupId);

  /** Returns the state of a group as clients know it; Dead when nobody knows the group. */
  stateOf = (groupId: string): string =>
    this.#groups.get(groupId)?.state ?? (this.offsets.has(groupId) ? 'Empty' : 'Dead');

  names = (): string[] => [...new Set([...this.#groups.keys(), ...this.offsets.groups()])];

  join(groupId: string, request: JoinRequest): Promise<JoinResponse> | JoinResponse {
    const { memberId, sessionTimeoutMs } = request;
    if (groupId === '') return joinRefused('INVALID_GROUP_ID', memberId);
    if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs)
      return joinRefused('INVALID_SESSION_TIMEOUT', memberId);
    const known = this.#groups.get(groupId);
    if (known === undefined && memberId !== '') return joinRefused('UNKNOWN_MEMBER_ID', memberId);
    const group = known ?? new Group();
    this.#groups.set(groupId, group);

    return group.join(request);
  }

  /** Stores the offsets, or returns why this caller may not commit. */
  commit(groupId: string, committer: Caller, commits: readonly Commit[]): ErrorName {
    const refusal = this.#commitRefusal(groupId, committer);
    if (refusal !== null) return refusal;
    try {
      this.offsets.commit(groupId, commits);
    } catch (error) {
      return errorNameOf(error);
    }

    return 'NONE';
  }

  /** Deletes an empty group with its offsets. Throws NON_EMPTY_GROUP or GROUP_ID_NOT_FOUND. */
  delete(groupId: string): void {
    const group = this.#groups.get(groupId);
    if (group !== undefined && group.state !== 'Empty') throw new KafkaError('NON_EMPTY_GROUP');
    if (group === undefined && !this.offsets.has(groupId))
      throw new KafkaError('GROUP_ID_NOT_FOUND');
    this.#forget(groupId);
    if (this.offsets.has(groupId)) this.offsets.deleteGroup(groupId);
  }

  /**
   * Removes the members that used the connection, unless they come back on another one within the
   * grace. Kafka itself waits for their session timeout.
   */
  connectionClosed(connection: Connection): void {
    const removeMembers = (): void => {
      for (const group of this.#groups.values()) group.removeMembersOn(connection);
    };
    setTimeout(removeMembers, reconnectGraceMs).unref();
  }

  close(): void {
    clearInterval(this.#expiry);
    for (const group of this.#groups.values()) group.close();
    this.offsets.close();
  }

  #forget(groupId: string): void {
    this.#groups.get(groupId)?.close();
    this.#groups.delete(groupId);
  }

  #commitRefusal(groupId: string, committer: Caller): ErrorName | null {
    if (groupId === '') return 'INVALID_GROUP_ID';
    const group = this.#groups.get(groupId);
    if (group !== undefined) return group.commitRefusal(committer);

    return committer.generation < 0 ? null : 'GROUP_ID_NOT_FOUND';
  }
}
