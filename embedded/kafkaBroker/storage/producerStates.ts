import { createLru } from '../../../platform/concurrency/index.js';
import { KafkaError } from '../protocol/errorCodes.js';
import type { BatchHeader } from '../protocol/recordBatch.js';

const rememberedBatches = 5;
const rememberedProducers = 1000;
const sequences = 2 ** 31;

type WrittenBatch = Readonly<{ first: number; last: number; baseOffset: number }>;
type ProducerState = Readonly<{ epoch: number; batches: readonly WrittenBatch[] }>;

/**
 * The last five batches of each idempotent producer, as in Kafka. Restored from what was written
 * where the last segment begins, and from the batch headers behind it.
 */
export class ProducerStates {
  readonly #states = createLru<number, ProducerState>({ size: rememberedProducers });

  /**
   * Returns the base offset of the batch if it was written already, otherwise null. Throws when its
   * epoch or sequence is wrong.
   */
  repeated(header: BatchHeader): number | null {
    const state = this.#states.get(header.producerId);
    if (header.producerId < 0 || state === undefined) return null;
    if (header.producerEpoch < state.epoch) throw new KafkaError('INVALID_PRODUCER_EPOCH');
    if (header.producerEpoch > state.epoch) return requireFirstSequence(header);

    const { first, last } = sequencesOf(header);
    const known = state.batches.find((batch) => batch.first === first && batch.last === last);
    if (known !== undefined) return known.baseOffset;
    const previous = state.batches.at(-1);
    if (previous !== undefined && first !== (previous.last + 1) % sequences)
      throw new KafkaError('OUT_OF_ORDER_SEQUENCE_NUMBER');

    return null;
  }

  /** Returns what `restore` takes, as plain data. */
  toJson(): unknown {
    return [...this.#states.entries()].reverse();
  }

  restore(states: unknown): void {
    for (const [id, state] of states as readonly (readonly [number, ProducerState])[])
      this.#states.set(id, state);
  }

  note = (header: BatchHeader): void => {
    if (header.producerId < 0) return;
    const known = this.#states.get(header.producerId);
    const earlier = known?.epoch === header.producerEpoch ? known.batches : [];
    const written = { ...sequencesOf(header), baseOffset: header.baseOffset };
    this.#states.set(header.producerId, {
      epoch: header.producerEpoch,
      batches: [...earlier, written].slice(-rememberedBatches),
    });
  };
}

const requireFirstSequence = ({ baseSequence }: BatchHeader): null => {
  if (baseSequence !== 0) throw new KafkaError('OUT_OF_ORDER_SEQUENCE_NUMBER');

  return null;
};

const sequencesOf = ({ baseSequence, lastOffsetDelta }: BatchHeader) => ({
  first: baseSequence,
  last: (baseSequence + lastOffsetDelta) % sequences,
});
