import { expect } from 'chai';
import { createVisitorCache } from '../../../services/inventory/readSide/visitorCache.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

const visitor = {} as never;
const user = { principal: { userId: 'u' } } as never;

describe('inventory: the cache of visitors', () => {
  it('reads once for all who come together, and again for whoever is signed in', async () => {
    const read = createVisitorCache<number>();
    let loads = 0;
    const load = () => Promise.resolve((loads += 1));

    const seen = await Promise.all([
      read(visitor, { key: 'a', load }),
      read(visitor, { key: 'a', load }),
      read(user, { key: 'a', load }),
      read(visitor, { key: 'b', load }),
    ]);

    expect(seen).to.deep.equal([1, 1, 2, 3]);
    expect(await read(visitor, { key: 'a', load })).to.equal(1);
  });

  it('keeps no failure', async () => {
    const read = createVisitorCache<string>();
    const fail = () => Promise.reject(new Error('away'));

    await rejectionOf(read(visitor, { key: 'a', load: fail }));
    expect(await read(visitor, { key: 'a', load: () => Promise.resolve('there') })).to.equal(
      'there',
    );
  });
});
