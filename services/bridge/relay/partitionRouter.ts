import type { Logger } from '../../../platform/logging/index.js';
import { partitionOf, type Publisher } from '../../../platform/messaging/index.js';
import { createLane, type Lane, type LaneReports } from './partitionQueue.js';
import type { OutboxRow } from './outbox.js';

type Means = Readonly<{ publisher: Publisher; logger: Logger; reports: LaneReports }>;

/** Leads each row to the lane of its topic-partition. */
export const createLanes = (means: Means): Lane => {
  const lanes = new Map<string, Lane>();

  const laneOf = ({ topic, key }: OutboxRow): Lane => {
    const partition = partitionOf(key);
    const name = `${topic}/${partition}`;
    const lane = lanes.get(name) ?? createLane({ ...means, topic, partition });
    lanes.set(name, lane);

    return lane;
  };

  return {
    add: (row) => laneOf(row).add(row),
    stop: async () => {
      await Promise.all([...lanes.values()].map((lane) => lane.stop()));
    },
  };
};
