import { expect } from 'chai';
import { setImmediate } from 'node:timers/promises';
import type { SnapshotCodec, SnapshotStore } from '../../../../platform/commandHandling/index.js';
import { createSnapshotting } from '../../../../platform/commandHandling/snapshots/snapshotting.js';
import { logger } from './snapshotFixture.js';

describe('Removing the snapshots of a stream', () => {
  it('comes after one that is being taken, which would outlast it', async () => {
    const calls: string[] = [];
    let finishSaving: () => void = () => undefined;
    const store: SnapshotStore = {
      load: () => Promise.resolve(null),
      save: () =>
        new Promise((resolve) => {
          finishSaving = () => {
            calls.push('saved');
            resolve('id');
          };
        }),
      removeAfter: () => {
        calls.push('removed');

        return Promise.resolve();
      },
    };
    const snapshots = createSnapshotting({ store, codec, every: 1 }, logger).of('counter-1');
    snapshots.offer({ state: 3, revision: 2, eventId: 'c' });
    await setImmediate();
    const removed = snapshots.removeAfter(0);
    await setImmediate();
    finishSaving();
    await removed;

    expect(calls).to.deep.equal(['saved', 'removed']);
  });
});

const codec: SnapshotCodec<number> = {
  schemaVersion: 1,
  serialize: (state) => ({ head: state, keys: [], values: [], partToJson: () => [] }),
  restore: (head) => ({ add: () => ({ keys: [], values: [] }), state: () => Number(head) }),
};
