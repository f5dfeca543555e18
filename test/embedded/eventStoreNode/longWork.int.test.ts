import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { expect } from 'chai';
import { failureOf, several } from '../../ports/eventStore/eventStoreFixture.js';
import {
  allRead,
  appendedEvent,
  appendOptions,
  batchChunk,
  readRequest,
  streamFilter,
  summaryOf,
} from '../../support/clients/eventStoreMessages.js';
import { useNode } from './nodeFixture.js';

const batches = 40;
const perBatch = 1_000;

describe('event store node with a call that takes long or much', () => {
  const own = useNode();

  it('serves others while a read searches all events for one that is not there', async () => {
    for (let batch = 0; batch < batches; batch += 1)
      await own.client.appendToStream('many', several(perBatch));
    const ended: string[] = [];
    const search = own.wire
      .read(readRequest(allRead().setFilter(streamFilter(['nobody']))))
      .then(() => ended.push('search'));
    let pings = 0;
    while (ended.length === 0) {
      await fetch(`http://127.0.0.1:${own.node.port}/ping`);
      pings += 1;
    }
    await search;

    expect(pings).to.be.above(4);
  });

  it('refuses an append whose metadata takes too much memory', async () => {
    const large = appendedEvent();
    large.getProposedMessage()?.setCustomMetadata(Buffer.alloc(1_000_000));
    const messages = Array.from({ length: 140 }, () => large);

    expect(await failureOf(own.wire.append([appendOptions('s'), ...messages]))).to.deep.include({
      code: status.INVALID_ARGUMENT,
      details: 'Maximum Append Size of 134217728 Exceeded.',
    });
  });

  it('writes an append of very many small events that comes in pieces', async () => {
    const call = own.wire.batchAppend();
    const id = randomUUID();
    const events = Array.from({ length: 10_000 }, () => ({ data: Buffer.from('{}') }));
    call.send(batchChunk(id, { stream: 's', events, isFinal: false }));
    for (let piece = 1; piece < 4; piece += 1)
      call.send(batchChunk(id, { events, isFinal: piece === 3 }));
    const [answer] = await call.untilAnswers(1);
    call.halfClose();

    expect(summaryOf(answer).outcome).to.equal('success');
  });
});
