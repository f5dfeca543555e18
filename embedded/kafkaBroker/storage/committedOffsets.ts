import { Journal } from './journal.js';

export type Committed = Readonly<{ offset: number; metadata: string }>;
export type TopicPartition = Readonly<{ topic: string; partition: number }>;
export type Commit = TopicPartition & Committed;

type Entry =
  | Readonly<{ type: 'OffsetsCommitted'; group: string; commits: readonly Commit[] }>
  | Readonly<{ type: 'GroupDeleted'; group: string }>
  | Readonly<{ type: 'TopicDeleted'; topic: string }>;

const minCompactionBytes = 4 * 1024 * 1024;

/** Not synced: when a power failure loses an offset, messages are redelivered. */
const unsynced = { sync: false };

/** The offsets that groups have committed. They survive the end of the process. */
export class CommittedOffsets {
  readonly #journal: Journal<Entry>;
  readonly #groups = new Map<string, Map<string, Commit>>();
  #compactAbove = minCompactionBytes;

  constructor(path: string) {
    this.#journal = new Journal<Entry>(path, (entry) => this.#apply(entry));
  }

  groups = (): string[] => [...this.#groups.keys()];

  has = (group: string): boolean => this.#groups.has(group);

  all = (group: string): Commit[] => [...(this.#groups.get(group)?.values() ?? [])];

  find = (group: string, { topic, partition }: TopicPartition): Committed | undefined =>
    this.#groups.get(group)?.get(keyOf({ topic, partition }));

  commit(group: string, commits: readonly Commit[]): void {
    if (commits.length > 0) this.#record({ type: 'OffsetsCommitted', group, commits });
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
    return this.groups().map((group) => ({
      type: 'OffsetsCommitted',
      group,
      commits: this.all(group),
    }));
  }

  #apply(entry: Entry): void {
    switch (entry.type) {
      case 'OffsetsCommitted':
        this.#store(entry.group, entry.commits);
        return;
      case 'GroupDeleted':
        this.#groups.delete(entry.group);
        return;
      case 'TopicDeleted':
        this.#dropTopic(entry.topic);
    }
  }

  #store(group: string, commits: readonly Commit[]): void {
    const kept = this.#groups.get(group) ?? new Map<string, Commit>();
    for (const commit of commits) kept.set(keyOf(commit), commit);
    this.#groups.set(group, kept);
  }

  #dropTopic(topic: string): void {
    for (const commits of this.#groups.values())
      for (const [key, commit] of commits) if (commit.topic === topic) commits.delete(key);
  }
}

/** A topic name has no slash. */
const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
