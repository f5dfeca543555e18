import { Journal } from './journal.js';

/** `leaderEpoch` is what the client said, and missing in what older releases wrote. */
export type Committed = Readonly<{ offset: number; leaderEpoch?: number; metadata: string }>;
export type TopicPartition = Readonly<{ topic: string; partition: number }>;
export type Commit = TopicPartition & Committed;

/** `at`, in milliseconds, is missing in what older releases wrote. */
type Entry =
  | Readonly<{ type: 'OffsetsCommitted'; group: string; at?: number; commits: readonly Commit[] }>
  | Readonly<{ type: 'GroupUsed'; group: string; at: number }>
  | Readonly<{ type: 'GroupDeleted'; group: string }>
  | Readonly<{ type: 'TopicDeleted'; topic: string }>;

type GroupOffsets = { usedAt: number; readonly commits: Map<string, Commit> };

const day = 86_400_000;

/** In milliseconds, as in Kafka: offsets of a group that nobody used for so long are deleted. */
export const offsetsRetentionMs = 7 * day;

const minCompactionBytes = 4 * 1024 * 1024;

/** Not synced: when a power failure loses an offset, messages are redelivered. */
const unsynced = { sync: false };

/** The offsets that groups have committed. They survive the end of the process. */
export class CommittedOffsets {
  readonly #journal: Journal<Entry>;
  readonly #groups = new Map<string, GroupOffsets>();
  #compactAbove = minCompactionBytes;

  constructor(path: string) {
    this.#journal = new Journal<Entry>(path, (entry) => this.#apply(entry));
  }

  groups = (): string[] => [...this.#groups.keys()];

  has = (group: string): boolean => this.#groups.has(group);

  all = (group: string): Commit[] => [...(this.#groups.get(group)?.commits.values() ?? [])];

  find = (group: string, { topic, partition }: TopicPartition): Committed | undefined =>
    this.#groups.get(group)?.commits.get(keyOf({ topic, partition }));

  commit(group: string, commits: readonly Commit[]): void {
    if (commits.length > 0)
      this.#record({ type: 'OffsetsCommitted', group, at: Date.now(), commits });
  }

  /**
   * Deletes the groups that nobody has used for long. `isUsed` tells of those that have members.
   */
  expire(now: number, isUsed: (group: string) => boolean): void {
    for (const [group, { usedAt }] of [...this.#groups])
      if (!isUsed(group) && now - usedAt > offsetsRetentionMs) this.deleteGroup(group);
      else if (isUsed(group) && now - usedAt > day)
        this.#record({ type: 'GroupUsed', group, at: now });
  }

  deleteGroup(group: string): void {
    this.#record({ type: 'GroupDeleted', group });
  }

  deleteTopic(topic: string): void {
    this.#record({ type: 'TopicDeleted', topic });
  }

  close(): void {
    this.#journal.close();
  }

  #record(entry: Entry): void {
    this.#journal.append(entry, unsynced);
    this.#apply(entry);
    if (this.#journal.bytes > this.#compactAbove) this.#compact();
  }

  /** When the disk has no room for the shorter file, the longer one stays. */
  #compact(): void {
    try {
      this.#journal.rewrite(this.#entries());
    } catch {
      // tried again when it has doubled
    }
    this.#compactAbove = Math.max(minCompactionBytes, 2 * this.#journal.bytes);
  }

  #entries(): Entry[] {
    return [...this.#groups].map(([group, { usedAt, commits }]) => ({
      type: 'OffsetsCommitted',
      group,
      at: usedAt,
      commits: [...commits.values()],
    }));
  }

  #apply(entry: Entry): void {
    switch (entry.type) {
      case 'OffsetsCommitted':
        this.#store(entry.group, entry.commits, entry.at ?? Date.now());
        return;
      case 'GroupUsed':
        this.#store(entry.group, [], entry.at);
        return;
      case 'GroupDeleted':
        this.#groups.delete(entry.group);
        return;
      case 'TopicDeleted':
        this.#dropTopic(entry.topic);
    }
  }

  #store(group: string, commits: readonly Commit[], usedAt: number): void {
    const kept = this.#groups.get(group) ?? { usedAt, commits: new Map<string, Commit>() };
    kept.usedAt = usedAt;
    for (const commit of commits) kept.commits.set(keyOf(commit), commit);
    this.#groups.set(group, kept);
  }

  #dropTopic(topic: string): void {
    for (const { commits } of this.#groups.values())
      for (const [key, commit] of commits) if (commit.topic === topic) commits.delete(key);
  }
}

/** A topic name has no slash. */
const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
