import { expect } from 'chai';
import { pause } from '../../../../platform/concurrency/index.js';
import { createThrottle } from '../../../../services/notifier/stock/throttle.js';

describe('throttle', () => {
  it('emits the first value at once, and of those that follow the last', async () => {
    const emitted: number[] = [];
    const throttle = createThrottle<number>(20, (value) => emitted.push(value));
    [1, 2, 3].forEach(throttle.put);
    expect(emitted).to.deep.equal([1]);

    await pause(60);

    expect(emitted).to.deep.equal([1, 3]);
  });

  it('emits at once again after a quiet interval', async () => {
    const emitted: number[] = [];
    const throttle = createThrottle<number>(10, (value) => emitted.push(value));
    throttle.put(1);
    await pause(40);
    throttle.put(2);

    expect(emitted).to.deep.equal([1, 2]);
  });

  it('drops what waits when it is stopped', async () => {
    const emitted: number[] = [];
    const throttle = createThrottle<number>(10, (value) => emitted.push(value));
    [1, 2].forEach(throttle.put);
    throttle.stop();
    await pause(40);

    expect(emitted).to.deep.equal([1]);
  });
});
