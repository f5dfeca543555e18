import { expect } from 'chai';
import type { Api } from '../../../web/client/api.js';
import { createBuying, type Repetition } from '../../../web/client/buying.js';
import { ApiProblem } from '../../../web/client/problem.js';
import { createStorage } from '../../../web/client/storage.js';

const order = { id: 'order-1' };
const wish = { userId: 'ann', items: [{ productId: 'lamp', quantity: 1 }] };

/** Responds with each of these in turn; keeps the keys that came. */
const apiWith = (...answers: readonly (ApiProblem | 'order')[]) => {
  const keys: string[] = [];
  const left = [...answers];
  const post = (_path: string, { idempotencyKey }: { idempotencyKey: string }) => {
    keys.push(idempotencyKey);
    const answer = left.shift() ?? 'order';

    return answer === 'order' ? Promise.resolve({ body: { order } }) : Promise.reject(answer);
  };

  return { keys, api: { post } as unknown as Api };
};

describe('Buying by a page', () => {
  it('sends the same key until there is an answer', async () => {
    const busy = [0, 503, 504, 429].map((status) => new ApiProblem(status, {}));
    const { keys, api } = apiWith(...busy, 'order');
    const buying = createBuying(api, createStorage('sessionStorage'));
    const seen: Repetition[] = [];
    buying.onRepetition((repetition) => seen.push(repetition));
    const purchase = buying.begin(wish);

    expect(buying.unanswered('ann')).to.deep.equal([purchase]);
    expect(await buying.send(purchase)).to.deep.equal(order);
    expect(keys).to.deep.equal(Array(5).fill(purchase.key));
    expect(seen.map(({ reason }) => reason)).to.deep.equal([
      'no response',
      'busy',
      'busy',
      'too many requests',
    ]);
    expect(buying.unanswered('ann')).to.deep.equal([]);
  }).timeout(30_000);

  it('takes a refusal for an answer', async () => {
    const { keys, api } = apiWith(new ApiProblem(409, { code: 'SOLD_OUT' }));
    const buying = createBuying(api, createStorage('sessionStorage'));
    const refusal = await buying.send(buying.begin(wish)).catch((error: unknown) => error);

    expect(refusal).to.include({ code: 'SOLD_OUT', status: 409 });
    expect(keys).to.have.length(1);
    expect(buying.unanswered('ann')).to.deep.equal([]);
  });

  it('keeps a click that is broken off for the next visit of the same user', async () => {
    const { api } = apiWith(new ApiProblem(0, {}));
    const storage = createStorage('sessionStorage');
    const buying = createBuying(api, storage);
    const purchase = buying.begin(wish);
    const leaving = new AbortController();
    buying.onRepetition(() => leaving.abort());
    await buying.send(purchase, leaving.signal).catch(() => undefined);

    expect(createBuying(api, storage).unanswered('ann')).to.deep.equal([purchase]);
    expect(createBuying(api, storage).unanswered('bob')).to.deep.equal([]);
  });
});
