import { expect } from 'chai';
import { createLeastRecentlyUsed } from '../../../platform/commandHandling/leastRecentlyUsed.js';

describe('Least recently used', () => {
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

  it('forgets what it is told to', () => {
    const cache = cacheOf(10);
    cache.use(1);
    cache.forget(1);
    cache.use(1);

    expect(cache.created(1)).to.equal(2);
  });

  it('forgets no value that has taken the place of another', () => {
    const cache = createLeastRecentlyUsed<object>(10, () => true);
    const old = cache.get('a', () => ({}));
    cache.forget('a', old);
    const current = cache.get('a', () => ({}));
    cache.forget('a', old);

    expect(cache.get('a', () => ({}))).to.equal(current);
  });
});

const cacheOf = (size: number, mayGo: (value: number) => boolean = () => true) => {
  const made = new Map<number, number>();
  const cache = createLeastRecentlyUsed<number>(size, mayGo);
  const use = (value: number) =>
    cache.get(String(value), () => {
      made.set(value, (made.get(value) ?? 0) + 1);

      return value;
    });

  return {
    use,
    forget: (value: number) => cache.forget(String(value), value),
    created: (value: number) => made.get(value) ?? 0,
  };
};
