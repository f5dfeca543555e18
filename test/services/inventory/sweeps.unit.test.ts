import { expect } from 'chai';
import { pause } from '../../../platform/concurrency/index.js';
import { type Sweeps, startSweeps } from '../../../services/inventory/waitlist/sweeps.js';
import { eventually } from '../../support/assertions/eventually.js';

describe('Sweeps of waitlists', () => {
  const never = 1_000_000;
  let sweeps: Sweeps;
  let looks: number;
  let waits: boolean;
  const sweep = () => {
    looks += 1;

    return Promise.resolve(waits);
  };
  const looksWithin = async (ms: number): Promise<number> => {
    const before = looks;
    await pause(ms);

    return looks - before;
  };

  beforeEach(() => {
    looks = 0;
    waits = true;
  });
  afterEach(() => sweeps.stop());

  it('look often while somebody waits, and not at all once nobody does', async () => {
    sweeps = startSweeps(sweep, { often: 5, rarely: never, known: 0 });
    await eventually(() => expect(looks).to.be.greaterThan(3));

    waits = false;
    await pause(30);
    expect(await looksWithin(40)).to.equal(0);
  });

  it('begin again when somebody is seen waiting', async () => {
    waits = false;
    sweeps = startSweeps(sweep, { often: 5, rarely: never, known: 0 });
    await eventually(() => expect(looks).to.equal(1));
    expect(await looksWithin(40)).to.equal(0);

    waits = true;
    sweeps.noteWaiting();
    await eventually(() => expect(looks).to.be.greaterThan(3));
  });

  it('go on after somebody was seen, though the read model does not know it yet', async () => {
    waits = false;
    sweeps = startSweeps(sweep, { often: 5, rarely: never, known: 60_000 });
    sweeps.noteWaiting();

    await eventually(() => expect(looks).to.be.greaterThan(3));
  });

  it('find now and then whom another process has left waiting', async () => {
    waits = false;
    sweeps = startSweeps(sweep, { often: 5, rarely: 50, known: 0 });
    await eventually(() => expect(looks).to.equal(1));

    waits = true;
    await eventually(() => expect(looks).to.be.greaterThan(4));
  });
});
