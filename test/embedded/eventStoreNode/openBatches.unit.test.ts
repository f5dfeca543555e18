import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { LiveCalls } from '../../../embedded/eventStoreNode/grpc/liveCalls.js';
import { StreamsService } from '../../../embedded/eventStoreNode/grpc/wire.js';
import { batchAppend } from '../../../embedded/eventStoreNode/grpc/writes/batchAppend.js';
import { mostOpen } from '../../../embedded/eventStoreNode/grpc/writes/openAppends.js';
import { batchChunk, summaryOf } from '../../support/clients/eventStoreMessages.js';

const eventSize = 1_000_000;
const appends = 200;
const prefixLength = 5;

// over a connection it depends on its speed whether their time is over first
describe('Appends of a call that never become complete', () => {
  it('are refused as soon as they take too much memory', () => {
    const frames: Buffer[] = [];
    const call = openCall(frames);
    batchAppend(neverWrites, new LiveCalls())(call as never);

    const events = [{ data: Buffer.alloc(eventSize) }];
    for (let sent = 0; sent < appends; sent += 1)
      call.emit('data', batchChunk(randomUUID(), { stream: 's', events, isFinal: false }));
    call.emit('cancelled');

    const outcomes = frames.map(
      (frame) =>
        summaryOf(StreamsService.batchAppend.responseDeserialize(frame.subarray(prefixLength)))
          .outcome,
    );
    expect(outcomes.length).to.be.within(appends - mostOpen / eventSize, appends / 2);
    for (const outcome of outcomes) expect(outcome).to.match(/MaximumAppendSizeExceeded$/);
  });
});

const neverWrites = {
  append: () => Promise.reject(new Error('nothing is complete')),
} as never;

/** A call of grpc-js, as far as the node uses one; its messages are those that are emitted. */
const openCall = (frames: Buffer[]) =>
  Object.assign(new EventEmitter(), {
    pause: () => undefined,
    resume: () => undefined,
    sendMetadata: () => undefined,
    call: {
      stream: {
        destroyed: false,
        writableEnded: false,
        write: (frame: Buffer, onWritten: () => void) => {
          frames.push(frame);
          onWritten();
        },
      },
    },
  });
