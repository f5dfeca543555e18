import { streamNameFilter } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { failureOf, happened, Recording } from '../../ports/eventStore/eventStoreFixture.js';
import { allRead, readRequest, streamFilter } from '../../support/clients/eventStoreMessages.js';
import { useNode } from './nodeFixture.js';

const regex = '^(a+)+$';
/** What the node may take to give an expression up, with room for a busy machine. */
const soonMs = 3_000;

describe('event store node with a filter that would be tried without end', () => {
  const own = useNode();
  beforeEach(() => own.client.appendToStream(`${'a'.repeat(36)}!`, happened()));

  it('ends the subscription that has it, and serves everybody else', async () => {
    const start = performance.now();
    const recording = new Recording().of(
      own.client.subscribeToAll({ filter: streamNameFilter({ regex }) }),
    );
    await recording.until(() => recording.error !== null, 'the error');
    expect(String(recording.error)).to.include(regex).and.to.include('too long');
    await own.client.appendToStream('s', happened());
    expect(performance.now() - start).to.be.below(soonMs);
  });

  it('ends the read that has it', async () => {
    const start = performance.now();
    const options = allRead().setFilter(streamFilter([], regex));
    expect(await failureOf(own.wire.read(readRequest(options)))).to.have.property(
      'code',
      status.INVALID_ARGUMENT,
    );
    expect(performance.now() - start).to.be.below(soonMs);
  });

  it('refuses by name what it does not translate', async () => {
    const options = allRead().setFilter(streamFilter([], '(a)?\\1b'));
    expect(await failureOf(own.wire.read(readRequest(options)))).to.deep.include({
      code: status.INVALID_ARGUMENT,
      details:
        "The filter's regular expression '(a)?\\1b': \\1 where its group may not have matched " +
        'is not offered in regular expressions',
    });
  });
});
