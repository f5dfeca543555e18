import { randomUUID } from 'node:crypto';
import { Journal } from './journal.js';

type Entry =
  | Readonly<{ type: 'ClusterNamed'; clusterId: string }>
  | Readonly<{ type: 'TopicCreated'; id: number; name: string; partitions: number; config: Config }>
  | Readonly<{ type: 'PartitionsAdded'; name: string; partitions: number }>
  | Readonly<{ type: 'TopicDeleted'; name: string }>
  | Readonly<{ type: 'ProducerIdsHandedOut'; below: number }>;

export type Config = Readonly<Record<string, string>>;
export type TopicEntry = Readonly<{ id: number; name: string; partitions: number; config: Config }>;

const producerIdBlock = 1000;
const durably = { sync: true };

/** What the broker knows besides messages and offsets: its id, its topics, which producer ids are taken. */
export class Catalogue {
  readonly #journal: Journal<Entry>;
  readonly #topics = new Map<string, TopicEntry>();
  #clusterId = '';
  #nextTopicId = 1;
  #nextProducerId = 0;
  #reservedBelow = 0;

  constructor(path: string) {
    this.#journal = new Journal<Entry>(path, (entry) => this.#apply(entry));
    this.#nextProducerId = this.#reservedBelow;
    if (this.#clusterId === '') this.#record({ type: 'ClusterNamed', clusterId: randomUUID() });
  }

  get clusterId(): string {
    return this.#clusterId;
  }

  topics = (): TopicEntry[] => [...this.#topics.values()];

  /** Notes a new topic; its id is used for no other, also after it is gone. */
  addTopic(name: string, partitions: number, config: Config): TopicEntry {
    const entry = { id: this.#nextTopicId, name, partitions, config };
    this.#record({ type: 'TopicCreated', ...entry });

    return entry;
  }

  addPartitions(name: string, partitions: number): void {
    this.#record({ type: 'PartitionsAdded', name, partitions });
  }

  removeTopic(name: string): void {
    this.#record({ type: 'TopicDeleted', name });
  }

  /** A producer id that no other producer has or will have. Blocks are reserved, so that most calls write nothing. */
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
  }

  #apply(entry: Entry): void {
    switch (entry.type) {
      case 'ClusterNamed':
        this.#clusterId = entry.clusterId;
        return;
      case 'TopicCreated':
        this.#topics.set(entry.name, entry);
        this.#nextTopicId = entry.id + 1;
        return;
      case 'PartitionsAdded':
        this.#grow(entry.name, entry.partitions);
        return;
      case 'TopicDeleted':
        this.#topics.delete(entry.name);
        return;
      case 'ProducerIdsHandedOut':
        this.#reservedBelow = entry.below;
    }
  }

  #grow(name: string, partitions: number): void {
    const topic = this.#topics.get(name);
    if (topic !== undefined) this.#topics.set(name, { ...topic, partitions });
  }
}
