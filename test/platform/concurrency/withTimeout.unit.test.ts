import { expect } from 'chai';
import { TimeoutError, withTimeout } from '../../../platform/concurrency/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

describe('With a timeout', () => {
  it('a promise keeps its own outcome when it is in time', async () => {
    expect(await withTimeout(Promise.resolve(1), 1_000, 'work')).to.equal(1);
    const broken = withTimeout(Promise.reject(new Error('broken')), 1_000, 'work');
    expect(await rejectionOf(broken)).to.have.property('message', 'broken');
  });

  it('a promise that takes longer ends with an error that names it', async () => {
    const late = withTimeout(new Promise(() => undefined), 5, 'the work');
    const error = await rejectionOf(late);

    expect(error).to.be.instanceOf(TimeoutError);
    expect(error).to.have.property('message', 'the work took longer than 5 ms');
  });
});
