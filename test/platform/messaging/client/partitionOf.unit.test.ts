import { expect } from 'chai';
import fc from 'fast-check';
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import { partitionOf } from '../../../../platform/messaging/index.js';

describe('partitionOf', () => {
  it('agrees with the default partitioner of kafkajs on every key', () => {
    const partitionMetadata = Array.from({ length: 6 }, (_, partitionId) => ({
      partitionId,
      leader: 1,
    })) as PartitionMetadata[];
    const partition = Partitioners.DefaultPartitioner();

    fc.assert(
      fc.property(fc.oneof(fc.uuid(), fc.string({ unit: 'binary' })), (key) => {
        const theirs = partition({ topic: 't', partitionMetadata, message: { key, value: '' } });
        expect(partitionOf(key)).to.equal(theirs);
      }),
      { numRuns: 2_000 },
    );
  });
});
