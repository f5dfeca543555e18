import { randomUUID } from 'node:crypto';
import { Journal } from './journal.js';

type Entry =
  | Readonly<{ type: 'ClusterNamed'; clusterId: string }>
  | Readonly<{
      type: 'TopicCreated';
      id: number;
      name: string;
      partitions: number;
      config: TopicConfig;
      deletedBefore?: Readonly<Record<number, number>>;
    }>
  | Readonly<{ type: 'TopicIdsUsed'; below: number }>
  | Readonly<{ type: 'PartitionsAdded'; name: string; partitions: number }>
  | Readonly<{ type: 'TopicConfigured'; name: string; config: TopicConfig }>
  | Readonly<{ type: 'RecordsDeleted'; name: string; partition: number; before: number }>
  | Readonly<{ type: 'TopicDeleted'; name: string }>
  | Readonly<{ type: 'ProducerIdsHandedOut'; below: number }>;

export type TopicConfig = Readonly<Record<string, string>>;
export type TopicEntry = Readonly<{
  id: number;
  name: string;
  partitions: number;
  config: TopicConfig;
  /** By partition: clients have deleted the records before this offset. */
  deletedBefore?: Readonly<Record<number, number>>;
}>;

const producerIdBlock = 1000;

const minRewrittenBytes = 64 * 1024;
const durably = { sync: true };

/**
 * The cluster's id, its topics and the producer ids that are allocated, in a journal. It is
 * rewritten whenever it has become twice as long as it had to be.
 */
export class ClusterMetadata {
  readonly #journal: Journal<Entry>;
  readonly #topics = new Map<string, TopicEntry>();
  #clusterId = '';
  #nextTopicId = 1;
  #nextProducerId = 0;
  #reservedBelow = 0;
  #rewriteAbove = minRewrittenBytes;
  readonly #onRewritten: () => void;

  /** `onRewritten` is called when another file has taken the place of the one before. */
  constructor(path: string, onRewritten: () => void = () => undefined) {
    this.#onRewritten = onRewritten;
    this.#journal = new Journal<Entry>(path, (entry) => this.#apply(entry));
    this.#nextProducerId = this.#reservedBelow;
    if (this.#clusterId === '') this.#record({ type: 'ClusterNamed', clusterId: randomUUID() });
  }

  get clusterId(): string {
    return this.#clusterId;
  }

  topics = (): TopicEntry[] => [...this.#topics.values()];

  /** Records a new topic. Its id is not used again, not even after its deletion. */
  addTopic(name: string, partitions: number, config: TopicConfig): TopicEntry {
    const entry = { id: this.#nextTopicId, name, partitions, config };
    this.#record({ type: 'TopicCreated', ...entry });

    return entry;
  }

  addPartitions(name: string, partitions: number): void {
    this.#record({ type: 'PartitionsAdded', name, partitions });
  }

  configure(name: string, config: TopicConfig): void {
    this.#record({ type: 'TopicConfigured', name, config });
  }

  deleteRecords(name: string, partition: number, before: number): void {
    this.#record({ type: 'RecordsDeleted', name, partition, before });
  }

  removeTopic(name: string): void {
    this.#record({ type: 'TopicDeleted', name });
  }

  /** Returns a new producer id. Reserves blocks of ids, so that most calls write nothing. */
  nextProducerId(): number {
    if (this.#nextProducerId >= this.#reservedBelow)
      this.#record({
        type: 'ProducerIdsHandedOut',
        below: this.#reservedBelow + producerIdBlock,
      });
    this.#nextProducerId += 1;

    return this.#nextProducerId - 1;
  }

  close(): void {
    this.#journal.close();
  }

  #record(entry: Entry): void {
    this.#journal.append(entry, durably);
    this.#apply(entry);
    if (this.#journal.bytes > this.#rewriteAbove) this.#rewrite();
  }

  /** When the disk has no room for the shorter file, the longer one stays. */
  #rewrite(): void {
    try {
      this.#journal.rewrite(this.#entries());
      this.#onRewritten();
    } catch {
      // tried again when it has doubled
    }
    this.#rewriteAbove = Math.max(minRewrittenBytes, 2 * this.#journal.bytes);
  }

  #entries(): Entry[] {
    return [
      { type: 'ClusterNamed', clusterId: this.#clusterId },
      { type: 'ProducerIdsHandedOut', below: this.#reservedBelow },
      ...this.topics().map((topic) => ({ type: 'TopicCreated' as const, ...topic })),
      { type: 'TopicIdsUsed', below: this.#nextTopicId },
    ];
  }

  #apply(entry: Entry): void {
    switch (entry.type) {
      case 'ClusterNamed':
        this.#clusterId = entry.clusterId;
        return;
      case 'TopicCreated':
        this.#topics.set(entry.name, topicOf(entry));
        this.#nextTopicId = entry.id + 1;
        return;
      case 'TopicIdsUsed':
        this.#nextTopicId = entry.below;
        return;
      case 'PartitionsAdded':
        this.#change(entry.name, () => ({ partitions: entry.partitions }));
        return;
      case 'TopicConfigured':
        this.#change(entry.name, () => ({ config: entry.config }));
        return;
      case 'RecordsDeleted':
        this.#change(entry.name, ({ deletedBefore }) => ({
          deletedBefore: { ...deletedBefore, [entry.partition]: entry.before },
        }));
        return;
      case 'TopicDeleted':
        this.#topics.delete(entry.name);
        return;
      case 'ProducerIdsHandedOut':
        this.#reservedBelow = entry.below;
    }
  }

  #change(name: string, change: (topic: TopicEntry) => Partial<TopicEntry>): void {
    const topic = this.#topics.get(name);
    if (topic !== undefined) this.#topics.set(name, { ...topic, ...change(topic) });
  }
}

const topicOf = ({ type: _, ...topic }: Extract<Entry, { type: 'TopicCreated' }>): TopicEntry =>
  topic;
