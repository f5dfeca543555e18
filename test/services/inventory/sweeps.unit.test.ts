import { expect } from 'chai';
import { pause } from '../../../platform/concurrency/index.js';
import { type Sweeps, startSweeps } from '../../../services/inventory/waitlist/sweeps.js';
import { eventually } from '../../support/assertions/eventually.js';

describe('Sweeps of waitlists', () => {
  const never = 1_000_000;
  let sweeps: Sweeps;
  let visits: number;
  let waits: boolean;
  const sweep = () => {
    visits += 1;

    return Promise.resolve(waits);
  };
  const visitsWithin = async (ms: number): Promise<number> => {
    const before = visits;
    await pause(ms);

    return visits - before;
  };

  beforeEach(() => {
    visits = 0;
    waits = true;
  });
  afterEach(() => sweeps.stop());

  it('visit often while somebody waits, and not at all once nobody does', async () => {
    sweeps = startSweeps(sweep, { often: 5, rarely: never, known: 0 });
    await eventually(() => expect(visits).to.be.greaterThan(3));

    waits = false;
    await pause(30);
    expect(await visitsWithin(40)).to.equal(0);
  });

  it('begin again when somebody is seen waiting', async () => {
    waits = false;
    sweeps = startSweeps(sweep, { often: 5, rarely: never, known: 0 });
    await eventually(() => expect(visits).to.equal(1));
    expect(await visitsWithin(40)).to.equal(0);

    waits = true;
    sweeps.noteWaiting();
    await eventually(() => expect(visits).to.be.greaterThan(3));
  });

  it('go on after somebody was seen, though the read model does not know it yet', async () => {
    waits = false;
    sweeps = startSweeps(sweep, { often: 5, rarely: never, known: 60_000 });
    sweeps.noteWaiting();

    await eventually(() => expect(visits).to.be.greaterThan(3));
  });

  it('find now and then whom another process has left waiting', async () => {
    waits = false;
    sweeps = startSweeps(sweep, { often: 5, rarely: 50, known: 0 });
    await eventually(() => expect(visits).to.be.greaterThan(0));

    waits = true;
    const before = visits;
    await eventually(() => expect(visits).to.be.greaterThan(before + 3));
  });
});
