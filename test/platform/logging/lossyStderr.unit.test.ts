import { expect } from 'chai';
import { lossyStderr } from '../../../platform/logging/lossyStderr.js';
import { writeOrLose } from '../../../platform/process/index.js';

describe('logging: lines that cannot be written', () => {
  it('are lost and counted, and the next one that is written follows their number', () => {
    const written: string[] = [];
    let isFull = false;
    const destination = lossyStderr((text) => {
      if (!isFull) written.push(text);

      return !isFull;
    });
    destination.write('first\n');
    isFull = true;
    destination.write('second\n');
    destination.write('third\n');
    isFull = false;
    destination.write('fourth\n');
    destination.write('fifth\n');

    expect(written.map((line) => line.trim())).to.deep.equal([
      'first',
      '{"level":40,"lost":2,"msg":"log lines were lost"}',
      'fourth',
      'fifth',
    ]);
  });

  it('are no error', () => {
    expect(writeOrLose(1_000_000, 'to a descriptor that nobody has opened')).to.equal(false);
  });
});
