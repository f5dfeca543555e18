import { codeOf, type ErrorName, errorNameOf } from '../../protocol/errorCodes.js';
import type { ClusterMetadata } from '../../storage/clusterMetadata.js';
import { type KafkaApi, noThrottle } from '../api.js';

/**
 * Allocates ids for idempotent producers; one that has lost count gets a new one. Transactional
 * producers are refused.
 */
export const initProducerId: KafkaApi = {
  key: 22,
  versions: [0, 5],
  flexibleFrom: 2,
  serve: ({ body }, { cluster }) => {
    const transactional = body.nullableString() !== null;
    // what follows is about transactions, and the id that the producer had
    const { error, producerId } = transactional ? refused('INVALID_REQUEST') : allocate(cluster);

    return (out) =>
      out
        .int32(noThrottle)
        .int16(codeOf(error))
        .int64(producerId)
        .int16(error === 'NONE' ? 0 : -1)
        .tags();
  },
};

type Allocated = Readonly<{ error: ErrorName; producerId: number }>;

const refused = (error: ErrorName): Allocated => ({ error, producerId: -1 });

const allocate = (cluster: ClusterMetadata): Allocated => {
  try {
    return { error: 'NONE', producerId: cluster.nextProducerId() };
  } catch (error) {
    return refused(errorNameOf(error));
  }
};
