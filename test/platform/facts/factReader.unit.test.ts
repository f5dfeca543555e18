import { expect } from 'chai';
import type { Event } from '../../../domain/decider.js';
import { asStored, type EventShapes, upcast } from '../../../domain/eventShapes.js';
import { record, text, whole } from '../../../domain/shapes.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import {
  createFactReader,
  createVersionOf,
  UnreadableEvent,
} from '../../../platform/facts/index.js';

type Added = Event<'Added', { amount: number; unit: string }>;

/** Version 1 knew pieces only. */
const shapes: EventShapes<Added> = {
  Added: {
    1: upcast(record({ amount: whole }), ({ amount }) => ({ amount, unit: 'piece' })),
    2: asStored(record({ amount: whole, unit: text })),
  },
};

const toFact = createFactReader(shapes);

const recordOf = (type: string, schemaVersion: unknown, data: unknown): StoredEvent =>
  ({
    id: 'x',
    stream: 'sum-1',
    type,
    data,
    metadata: { schemaVersion },
    revision: 7,
    position: 0n,
    recordedAt: '2026-01-01T10:00:00.000Z',
  }) as unknown as StoredEvent;

describe('Gate between store and domain', () => {
  it('leaves a record of the newest version as it is', () => {
    const stored = recordOf('Added', 2, { amount: 1, unit: 'box' });

    expect(toFact(stored)).to.equal(stored);
  });

  it('brings an older version up to the newest, and leaves the record alone', () => {
    const stored = recordOf('Added', 1, { amount: 1 });
    const fact = toFact(stored);

    expect(fact).to.deep.equal({ ...stored, data: { amount: 1, unit: 'piece' } });
    expect(stored.data).to.deep.equal({ amount: 1 });
  });

  for (const [what, stored] of [
    ['an unknown version', recordOf('Added', 3, { amount: 1, unit: 'box' })],
    ['no version', recordOf('Added', undefined, { amount: 1, unit: 'box' })],
    ['a version that is no number', recordOf('Added', '2', { amount: 1, unit: 'box' })],
    ['a version that every object has', recordOf('Added', 'toString', { amount: 1, unit: 'box' })],
    ['an unknown type', recordOf('Painted', 1, {})],
    ['a type that every object has', recordOf('toString', 1, {})],
    ['a shape of its own', recordOf('Added', 2, { amount: { of: 1 }, unit: 'box' })],
    ['a shape of another version', recordOf('Added', 2, { amount: 1 })],
    ['no data', recordOf('Added', 2, null)],
  ] as const)
    it(`refuses ${what}, and says what and where it is`, () => {
      const { type, metadata } = stored;

      expect(() => toFact(stored))
        .to.throw(UnreadableEvent, `${type} of schema version`)
        .that.includes({ stream: 'sum-1', revision: 7, type, version: metadata.schemaVersion });
    });

  it('knows the version that is written: the newest', () => {
    expect(createVersionOf(shapes)('Added')).to.equal(2);
  });
});
