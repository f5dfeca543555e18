import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { smallHeap } from '../../embedded/launcher/smallHeap.js';

describe('the heap of a service', () => {
  const few = 2;
  const many = 16;

  it('has more room for the young where a click waits', () => {
    expect(smallHeap(['orders', 'notifier', 'gateway'], few).nodeOptions).to.include(
      '--max-semi-space-size=16',
    );
    expect(smallHeap(['auth', 'inventory'], few).nodeOptions).to.include('--max-semi-space-size=8');
  });

  it('has helpers for its collector only where cores are free', () => {
    expect(smallHeap(['orders'], few).nodeOptions).to.include('--single-threaded-gc');
    expect(smallHeap(['orders'], many).nodeOptions).not.to.include('--single-threaded-gc');
  });

  it('is one that this version of Node knows', () => {
    const { nodeOptions } = smallHeap(['orders'], few);

    expect(spawnSync(process.execPath, [...nodeOptions, '--eval', '']).status).to.equal(0);
  });
});
