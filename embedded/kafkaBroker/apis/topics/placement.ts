import { KafkaError } from '../../protocol/errorCodes.js';
import { nodeId } from '../api.js';

/** The brokers that a request wants a partition on. */
export type Placement = Readonly<{ partition: number; replicas: readonly number[] }>;

/**
 * Throws INVALID_REPLICA_ASSIGNMENT unless the partitions follow each other from 0 on, in any order
 * and each once, and each is on the only broker, once.
 */
export const requirePlacedHere = (placed: readonly Placement[]): void => {
  if (!placed.every(({ replicas }) => replicas.length === 1 && replicas[0] === nodeId))
    throw refused(`A partition is on the broker ${nodeId}, once`);
  const sorted = placed.map(({ partition }) => partition).sort((a, b) => a - b);
  if (!sorted.every((partition, at) => partition === at))
    throw refused('The partitions do not follow each other from 0 on');
};

/** The same for partitions that are added, which have no numbers; null: it is all the same. */
export const requireAddedHere = (
  assignments: readonly (readonly number[])[] | null,
  added: number,
): void => {
  if (assignments === null) return;
  if (assignments.length !== added)
    throw refused(`${added} partitions are added, and ${assignments.length} assigned`);
  requirePlacedHere(assignments.map((replicas, partition) => ({ partition, replicas })));
};

const refused = (message: string): KafkaError =>
  new KafkaError('INVALID_REPLICA_ASSIGNMENT', message);
