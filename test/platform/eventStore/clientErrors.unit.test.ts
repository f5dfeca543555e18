import { expect } from 'chai';
import { status } from '@grpc/grpc-js';
import { toAppendError, toReadError } from '../../../platform/eventStore/client/clientErrors.js';

/** Of a server that cannot do its work, or of the way to it. */
const failures = [
  'CANCELLED',
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'RESOURCE_EXHAUSTED',
  'ABORTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
] as const;

describe('Errors of the event store’s client', () => {
  for (const name of failures)
    it(`${name} is no bug: a read may be tried again, an append may be written`, () => {
      const error = Object.assign(new Error(name), { code: status[name] });

      expect(toReadError(error)).to.include({ name: 'EventStoreUnavailable' });
      expect(toAppendError('order-1', error)).to.include({ name: 'OutcomeUnknown' });
    });

  it('what a request has wrong is left as it is', () => {
    const error = Object.assign(new Error('no'), { code: status.INVALID_ARGUMENT });

    expect(toReadError(error)).to.equal(error);
    expect(toAppendError('order-1', error)).to.equal(error);
  });
});
