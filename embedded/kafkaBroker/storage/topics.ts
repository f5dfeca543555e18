import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { KafkaError, storageError } from '../protocol/errorCodes.js';
import type { ClusterMetadata, TopicConfig, TopicEntry } from './clusterMetadata.js';
import { syncFolder } from './journal.js';
import { Partition } from './partition.js';
import { topicIdOf } from './topicId.js';
import { collisionKey, isTopicName, maxPartitions } from './topicRules.js';
import { checkConfig, logSettings } from './topicSettings.js';

export type BrokerTopic = Readonly<{
  /** Never that of another topic, also when the name comes again. */
  id: string;
  name: string;
  partitions: readonly Partition[];
  config: TopicConfig;
}>;

type Options = Readonly<{ sync: boolean; onRoll: () => void }>;
type Wanted = Readonly<{ name: string; partitions: number; config: TopicConfig }>;

/** The topics of the broker: a folder for each, and in it one for each partition. */
export class Topics {
  readonly #folder: string;
  readonly #cluster: ClusterMetadata;
  readonly #options: Options;
  readonly #topics = new Map<string, BrokerTopic>();
  readonly #names = new Map<string, string>();

  constructor(folder: string, cluster: ClusterMetadata, options: Options) {
    this.#folder = folder;
    this.#cluster = cluster;
    this.#options = options;
    mkdirSync(folder, { recursive: true });
    for (const entry of cluster.topics()) this.#open(entry);
    this.#removeLeftovers();
  }

  all = (): BrokerTopic[] => [...this.#topics.values()];

  find = (name: string): BrokerTopic | undefined => this.#topics.get(name);

  findById = (id: string): BrokerTopic | undefined => this.find(this.#names.get(id) ?? '');

  /** Throws UNKNOWN_TOPIC_OR_PARTITION. */
  partition(name: string, index: number): Partition {
    const partition = this.#topics.get(name)?.partitions[index];
    if (partition === undefined) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');

    return partition;
  }

  /** Throws a KafkaError when the topic cannot be created. */
  check({ name, partitions, config }: Wanted): void {
    if (!isTopicName(name)) throw new KafkaError('INVALID_TOPIC_EXCEPTION');
    if (this.#topics.has(name)) throw new KafkaError('TOPIC_ALREADY_EXISTS');
    if (this.all().some((topic) => collisionKey(topic.name) === collisionKey(name)))
      throw new KafkaError('INVALID_TOPIC_EXCEPTION', 'The name collides with another topic');
    if (partitions < 1 || partitions > maxPartitions) throw new KafkaError('INVALID_PARTITIONS');
    checkConfig(config);
  }

  create(wanted: Wanted): void {
    this.check(wanted);
    this.#openNew(this.#cluster.addTopic(wanted.name, wanted.partitions, wanted.config));
  }

  /**
   * Throws UNKNOWN_TOPIC_OR_PARTITION, and INVALID_PARTITIONS unless there will be more than now.
   */
  checkGrowth(name: string, partitions: number): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    if (partitions <= topic.partitions.length || partitions > maxPartitions)
      throw new KafkaError('INVALID_PARTITIONS');
  }

  grow(name: string, partitions: number): void {
    this.checkGrowth(name, partitions);
    this.#cluster.addPartitions(name, partitions);
    const entry = this.#cluster.topics().find((topic) => topic.name === name);
    if (entry !== undefined) this.#openNew(entry);
  }

  /** Replaces the topic's configuration. Throws UNKNOWN_TOPIC_OR_PARTITION or INVALID_CONFIG. */
  configure(name: string, config: TopicConfig, validateOnly: boolean): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    checkConfig(config);
    if (validateOnly) return;
    this.#cluster.configure(name, config);
    const settings = logSettings(config);
    for (const partition of topic.partitions) partition.configure(settings);
    this.#topics.set(name, { ...topic, config });
  }

  /**
   * Deletes the records before an offset; -1 means all. Returns the offset of the first that is
   * left. Throws POLICY_VIOLATION, and OFFSET_OUT_OF_RANGE beyond the end.
   */
  deleteRecords(name: string, index: number, before: number): number {
    const partition = this.partition(name, index);
    const wanted = before === -1 ? partition.highWatermark : before;
    partition.checkDeletion(wanted);
    if (wanted <= partition.startOffset) return partition.startOffset;
    this.#cluster.deleteRecords(name, index, wanted);

    return partition.deleteBefore(wanted);
  }

  /** Deletes the topic and its records. Throws UNKNOWN_TOPIC_OR_PARTITION. */
  async delete(name: string): Promise<void> {
    const topic = this.#topics.get(name);
    const entry = this.#cluster.topics().find((known) => known.name === name);
    if (topic === undefined || entry === undefined)
      throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    this.#cluster.removeTopic(name);
    this.#topics.delete(name);
    this.#names.delete(topic.id);
    await Promise.all(topic.partitions.map((partition) => partition.close()));
    rmSync(join(this.#folder, folderOf(entry)), { recursive: true, force: true });
  }

  async close(): Promise<void> {
    const partitions = this.all().flatMap((topic) => topic.partitions);
    // emptied first, so that watchers find no topic instead of a closed file
    this.#topics.clear();
    await Promise.all(partitions.map((partition) => partition.close()));
  }

  #openNew(entry: TopicEntry): void {
    try {
      this.#open(entry);
    } catch (error) {
      throw storageError(error);
    }
  }

  #open(entry: TopicEntry): void {
    const { name, config, deletedBefore = {} } = entry;
    const options = { ...this.#options, settings: logSettings(config) };
    const folder = join(this.#folder, folderOf(entry));
    mkdirSync(folder, { recursive: true });
    const opened = this.#topics.get(name)?.partitions ?? [];
    const partitions = Array.from(
      { length: entry.partitions },
      (_, index) =>
        opened[index] ??
        new Partition(join(folder, String(index)), {
          ...options,
          deletedBefore: deletedBefore[index] ?? 0,
        }),
    );
    syncFolder(folder);
    syncFolder(this.#folder);
    const id = topicIdOf(this.#cluster.clusterId, entry.id);
    this.#topics.set(name, { id, name, partitions, config });
    this.#names.set(id, name);
  }

  /** Removes the folders of topics whose deletion was recorded but not finished. */
  #removeLeftovers(): void {
    const known = new Set(this.#cluster.topics().map(folderOf));
    for (const folder of readdirSync(this.#folder))
      if (!known.has(folder)) rmSync(join(this.#folder, folder), { recursive: true });
  }
}

/** The id makes it unique, also where the file system ignores case; the name is for people. */
const folderOf = ({ id, name }: TopicEntry): string => `${id}-${name.slice(0, 200)}`;
