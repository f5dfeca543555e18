import { expect } from 'chai';
import fc from 'fast-check';
import {
  entriesOf,
  mapOf,
  mapOwning,
  type PersistentMap,
  valueAt,
  withEntry,
  withoutEntry,
} from '../../domain/persistentMap.js';

describe('PersistentMap', () => {
  it('holds what it is made of', () => {
    const map = mapOf([
      ['a', 1],
      ['b', 2],
    ]);

    expect(valueAt(map, 'a')).to.equal(1);
    expect(valueAt(map, 'c')).to.equal(undefined);
    expect(entriesOf(map)).to.eql({ keys: ['a', 'b'], values: [1, 2] });
  });

  it('may take over a Map', () => {
    const own = new Map([['a', 1]]);
    withEntry(mapOwning(own), 'b', 2);

    expect([...own]).to.eql([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('leaves the older version as it was, forth and back', () => {
    const one = mapOf([['a', 1]]);
    const two = withEntry(one, 'a', 2);
    const none = withoutEntry(two, 'a');

    expect([valueAt(none, 'a'), valueAt(two, 'a'), valueAt(one, 'a')]).to.eql([undefined, 2, 1]);
    expect([valueAt(one, 'a'), valueAt(none, 'a'), valueAt(two, 'a')]).to.eql([1, undefined, 2]);
  });

  it('may fork', () => {
    const root = mapOf([['a', 1]]);
    const left = withEntry(root, 'b', 2);
    const right = withoutEntry(withEntry(root, 'b', 3), 'a');

    expect(contentOf(left)).to.eql({ a: 1, b: 2 });
    expect(contentOf(right)).to.eql({ b: 3 });
    expect(contentOf(root)).to.eql({ a: 1 });
  });

  it('gives entries that later changes do not touch', () => {
    const map = mapOf([['a', 1]]);
    const entries = entriesOf(map);
    withEntry(map, 'a', 2);

    expect(entries).to.eql({ keys: ['a'], values: [1] });
  });

  it('goes back over many versions', () => {
    const first: PersistentMap<number> = mapOf([]);
    let last = first;
    for (let i = 0; i < 50_000; i++) last = withEntry(last, String(i % 1000), i);

    expect(contentOf(first)).to.eql({});
    expect(valueAt(last, '999')).to.equal(49_999);
  });

  it('behaves like a copied Map, whatever version is changed or read', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const versions = [{ map: mapOf<number>([]), model: new Map<string, number>() }];

        for (const { from, key, value } of changes) {
          const base = versions[from % versions.length];
          if (base === undefined) continue;
          const model = new Map(base.model);
          if (value === null) model.delete(key);
          else model.set(key, value);
          const map =
            value === null ? withoutEntry(base.map, key) : withEntry(base.map, key, value);
          versions.push({ map, model });
        }

        for (const { map, model } of [...versions, ...versions.toReversed()])
          expect(contentOf(map)).to.eql(Object.fromEntries(model));
      }),
      { numRuns: 50 },
    );
  });
});

const contentOf = <V>(map: PersistentMap<V>): Record<string, V | undefined> => {
  const { keys, values } = entriesOf(map);

  return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
};

const change = fc.record({
  from: fc.nat(100),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  value: fc.option(fc.nat(9)),
});
