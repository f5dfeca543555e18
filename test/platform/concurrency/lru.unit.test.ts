import { expect } from 'chai';
import { createLru } from '../../../platform/concurrency/index.js';

describe('The least-recently-used map', () => {
  it('keeps at least as many as it should, those used last, and at most twice as many', () => {
    const cache = cacheOf(10);
    for (let i = 0; i < 95; i += 1) cache.use(i);
    const [newest, tooOld] = [[94, 93, 92, 91, 90, 89, 88, 87, 86, 85], 74];
    for (const value of [...newest, tooOld]) cache.use(value);

    expect(newest.map(cache.created)).to.deep.equal(newest.map(() => 1));
    expect(cache.created(tooOld)).to.equal(2);
  });

  it('keeps what is used again and again', () => {
    const cache = cacheOf(10);
    for (let i = 1; i < 100; i += 1) {
      cache.use(0);
      cache.use(i);
    }

    expect(cache.created(0)).to.equal(1);
  });

  it('never forgets what may not go', () => {
    const cache = cacheOf(10, (value) => value !== 3);
    for (let i = 0; i < 100; i += 1) cache.use(i);
    cache.use(3);

    expect(cache.created(3)).to.equal(1);
  });

  describe('with values that weigh something', () => {
    const weighed = () =>
      createLru<string, string>({
        size: 1_000,
        weight: { atMostBytes: 100, bytesOf: ({ length }) => length },
      });
    const kept = (lru: ReturnType<typeof weighed>) =>
      [...lru.entries()].reduce((bytes, [, { length }]) => bytes + length, 0);

    it('holds no more than it may, though there is room for many', () => {
      const lru = weighed();
      for (let key = 0; key < 100; key += 1) lru.set(String(key), 'x'.repeat(10));

      expect(kept(lru)).to.be.within(50, 100);
    });

    it('weighs a value that grows when it is set again, and not twice', () => {
      const lru = weighed();
      for (let length = 1; length < 40; length += 1) lru.set('growing', 'x'.repeat(length));
      lru.set('other', 'x'.repeat(5));
      expect(kept(lru)).to.equal(44);
      lru.set('growing', 'x'.repeat(60));
      lru.set('next', 'x'.repeat(60));

      expect(lru.get('other')).to.equal(undefined);
    });

    it('has room again for what was deleted', () => {
      const lru = weighed();
      for (let key = 0; key < 100; key += 1) {
        lru.set('one', 'x'.repeat(45));
        lru.delete('one');
      }
      lru.set('other', 'x');

      expect(kept(lru)).to.equal(1);
    });
  });

  it('forgets what it is told to', () => {
    const cache = cacheOf(10);
    cache.use(1);
    cache.forget(1);
    cache.use(1);

    expect(cache.created(1)).to.equal(2);
  });

  it('forgets no value that has taken the place of another', () => {
    const cache = createLru<string, object>({ size: 10 });
    const old = cache.getOrCreate('a', () => ({}));
    cache.delete('a', old);
    const current = cache.getOrCreate('a', () => ({}));
    cache.delete('a', old);

    expect(cache.getOrCreate('a', () => ({}))).to.equal(current);
  });

  it('returns what was set last, and nothing that was deleted or cleared', () => {
    const cache = createLru<string, number>({ size: 2 });
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
      ['c', 4],
    ] as const)
      cache.set(key, value);

    expect(cache.get('a')).to.equal(3);
    cache.delete('a');
    expect(cache.get('a')).to.equal(undefined);
    cache.clear();
    expect(cache.get('c')).to.equal(undefined);
  });

  it('lists every key once, with its newest value', () => {
    const cache = createLru<string, number>({ size: 2 });
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      cache.set(key, value);

    expect([...cache.entries()].sort()).to.deep.equal([
      ['a', 3],
      ['b', 2],
    ]);
  });
});

const cacheOf = (size: number, mayEvict: (value: number) => boolean = () => true) => {
  const made = new Map<number, number>();
  const cache = createLru<string, number>({ size, mayEvict });
  const use = (value: number) =>
    cache.getOrCreate(String(value), () => {
      made.set(value, (made.get(value) ?? 0) + 1);

      return value;
    });

  return {
    use,
    forget: (value: number) => cache.delete(String(value), value),
    created: (value: number) => made.get(value) ?? 0,
  };
};
