import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { pause } from '../../../platform/concurrency/index.js';
import { createLogTail, type LogTail } from '../../../projections/projector/logTail.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../support/servers/ownEventStore.js';

describe('Tail of the log', () => {
  it('is clear up to its end behind the last event', async () => {
    const position = await append('own-1');

    expect(await tail.read(position)).to.deep.equal({ clearUpTo: position, isUnseen: false });
  });

  it('is clear up to its end when only others have written, however much', async () => {
    const position = await append('own-1');
    for (const count of [1, 60, 500]) {
      const head = await append('foreign', count);

      expect(await tail.read(position)).to.deep.equal({ clearUpTo: head, isUnseen: false });
    }
  });

  it('is not clear while an event lies in it, among the records of others', async () => {
    const position = await append('foreign');
    await append('own-1');
    await append('foreign', 100);

    expect(await tail.read(position)).to.deep.equal({ clearUpTo: null, isUnseen: false });
  });

  it('says that events are unseen when they lie there for long and nothing was heard', async () => {
    const position = await append('foreign');
    await append('own-1');
    await tail.read(position);
    await pause(unseenMs + 20);
    expect(await tail.read(position)).to.include({ isUnseen: true });

    tail.heard();
    expect(await tail.read(position)).to.include({ isUnseen: false });
  });

  const unseenMs = 50;
  let node: ConnectedEventStore;
  let tail: LogTail;

  before(async () => {
    node = await startConnectedEventStore();
  });

  beforeEach(() => {
    tail = createLogTail({ eventStore: node.eventStore, streamPrefixes: ['own-'], unseenMs });
  });

  after(() => node.stop());

  /** Returns the position of the last one. */
  const append = async (prefix: string, count = 1): Promise<bigint> => {
    const events = Array.from({ length: count }, () => ({
      ...toNewEvent(orderPlaced()),
      data: {},
    }));
    const stream = `${prefix}-${randomUUID()}`;
    const { position } = await node.eventStore.append(stream, events, {
      expectedRevision: 'no_stream',
    });

    return position;
  };
});
