import { expect } from 'chai';
import { scavengeInBackground } from '../../../embedded/eventStoreNode/store/scavenge/background.js';
import { type Scavenger } from '../../../embedded/eventStoreNode/store/scavenge/scavenger.js';

const countingScavenger = (): { runs: number; scavenger: Scavenger } => {
  const counted = { runs: 0, scavenger: null as unknown as Scavenger };
  const run = (): Promise<unknown> => {
    counted.runs += 1;

    return Promise.resolve({ removedEvents: 0 });
  };
  counted.scavenger = { run, state: { isRunning: false, id: 'x' } } as unknown as Scavenger;

  return counted;
};

describe('Scavenges in the background', () => {
  const report = (): void => undefined;

  it('come from time to time, and with every second file that is complete', async () => {
    const counted = countingScavenger();
    const scavenges = scavengeInBackground(counted.scavenger, { everyMs: 30, report });
    for (let file = 0; file < 4; file += 1) scavenges.onRolled();
    expect(counted.runs).to.equal(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(counted.runs).to.be.greaterThan(2);
    scavenges.stop();
  });

  it('never come by themselves when they are off', () => {
    const counted = countingScavenger();
    const scavenges = scavengeInBackground(counted.scavenger, { everyMs: 0, report });
    for (let file = 0; file < 4; file += 1) scavenges.onRolled();
    expect(counted.runs).to.equal(0);
    expect(scavenges.start()).to.deep.equal({ id: 'x', isNew: true });
    expect(counted.runs).to.equal(1);
    scavenges.stop();
  });
});
