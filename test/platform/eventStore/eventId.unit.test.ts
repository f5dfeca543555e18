import { expect } from 'chai';
import { v5 } from 'uuid';
import { eventIdOf } from '../../../platform/eventStore/index.js';

describe('Id of an event', () => {
  it('is the UUID of version 5 of stream, command and ordinal', () => {
    const namespace = 'd4a4b0f6-6c0e-5b1a-9a53-0f1d2c6b7e88';
    const ids = Array.from({ length: 64 }, (_, ordinal) => eventIdOf('order-ä', 'c', ordinal));

    expect(ids).to.deep.equal(ids.map((_, ordinal) => v5(`order-ä\nc\n${ordinal}`, namespace)));
  });
});
