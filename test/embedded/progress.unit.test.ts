import { expect } from 'chai';
import { createProgress } from '../../embedded/supervisor/progress.js';
import { pause } from '../../platform/concurrency/index.js';
import { rejectionOf } from '../support/assertions/rejectionOf.js';

const shownEveryMs = 10;
const stuckAfterMs = 150;
const never = new Promise<never>(() => undefined);

describe('Progress of a start', () => {
  let shown: string[];

  beforeEach(() => {
    shown = [];
  });

  const create = (limitMs = stuckAfterMs) =>
    createProgress({
      show: (name, what) => shown.push(`${name} ${what}`),
      shownEveryMs,
      stuckAfterMs: limitMs,
    });

  it('waits longer than its limit while parts say something new, and shows what for', async () => {
    const limitMs = 1_000;
    const progress = create(limitMs);
    const work = (async () => {
      for (let step = 0; step < 4; step += 1) {
        await pause(limitMs / 3);
        progress.note('orders', `step ${step}`);
      }

      return 'done';
    })();

    expect(await progress.waitFor('kafka', work)).to.equal('done');
    expect(shown[0]).to.equal('kafka still starting, for 0 s so far');
  });

  it('gives up when nothing has changed, and repeats what the part said last', async () => {
    const progress = create();
    progress.note('orders', 'waits for kafka');
    const error = await rejectionOf(progress.waitFor('orders', never));

    expect(String(error)).to.include('orders is not ready').and.include('waits for kafka');
  });

  it('takes what a part has said before for no progress', async () => {
    const progress = create();
    const timer = setInterval(() => progress.note('orders', 'does not respond yet'), 5);
    const error = await rejectionOf(progress.waitFor('orders', never));
    clearInterval(timer);

    expect(String(error)).to.include('nothing changed');
  });

  it('ends with the work that fails', async () => {
    const failing = Promise.reject(new Error('ended'));

    expect(await rejectionOf(create().waitFor('kafka', failing))).to.have.property(
      'message',
      'ended',
    );
  });
});
