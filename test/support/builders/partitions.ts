import { Partition } from '../../../embedded/kafkaBroker/storage/partition.js';
import { logSettings } from '../../../embedded/kafkaBroker/storage/topicSettings.js';
import { recordsIn } from './recordBatches.js';

type Config = Readonly<Record<string, string>>;

/** A partition of a topic with this configuration, without the broker around it. */
export const openPartition = (folder: string, config: Config = {}, deletedBefore = 0): Partition =>
  new Partition(folder, {
    sync: false,
    settings: logSettings(config),
    deletedBefore,
    onRoll: () => undefined,
  });

/** All records from an offset on, in fetches of `maxBytes`. */
export const recordsFrom = (
  partition: Partition,
  offset = partition.startOffset,
  maxBytes = 1_000_000,
): ReturnType<typeof recordsIn> => {
  const found: ReturnType<typeof recordsIn> = [];
  for (let next = offset; next < partition.highWatermark;) {
    const records = recordsIn(partition.read(next, maxBytes, true));
    if (records.length === 0) break;
    found.push(...records.filter((record) => record.offset >= next));
    next = (found.at(-1)?.offset ?? next) + 1;
  }

  return found;
};
