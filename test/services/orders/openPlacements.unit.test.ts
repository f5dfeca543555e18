import { expect } from 'chai';
import { pause } from '../../../platform/concurrency/index.js';
import { EventStoreUnavailable, OutcomeUnknown } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import {
  createOpenPlacements,
  type OpenPlacements,
} from '../../../services/orders/placements/openPlacements.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { eventually } from '../../support/assertions/eventually.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('The open placements', () => {
  let written: string[];
  let isAway: boolean;
  let placements: OpenPlacements;

  beforeEach(() => {
    written = [];
    isAway = false;
    const write = (what: string) => (orderIds: readonly string[]) => {
      if (isAway) return Promise.reject(new Error('away'));
      written.push(...orderIds.map((orderId) => `${what} ${orderId}`));

      return Promise.resolve();
    };
    const rows = { add: write('add'), remove: write('remove') };
    placements = createOpenPlacements({ rows, logger });
  });
  afterEach(() => placements.stop());

  it('know an order until it is placed, and write a quick one nowhere', async () => {
    const { place, end } = placing('a');
    expect(placements.isOpen('a')).to.equal(true);
    end();
    await place;
    await pause(400);

    expect(placements.isOpen('a')).to.equal(false);
    expect(written).to.deep.equal([]);
  });

  it('keep no timer while none is open, and one again for the next', async () => {
    // the runner has a timer of its own from the first wait on
    await pause(1);
    const before = timers();
    for (const orderId of ['a', 'b']) {
      const { place, end } = placing(orderId);
      expect(timers()).to.equal(before + 1);
      end();
      await place;
      await eventually(() => expect(timers()).to.equal(before));
    }
    await placements.stop();
    await placements.track('c', Promise.resolve());
    expect(timers()).to.equal(before);
  });

  it('write one down that takes long, and take it back when it has ended', async () => {
    const { place, end } = placing('a');
    await eventually(() => expect(written).to.deep.equal(['add a']));
    end();
    await place;

    await eventually(() => expect(written).to.deep.equal(['add a', 'remove a']));
  });

  it('keep one whose outcome is unknown, until the next attempt has one', async () => {
    await rejectionOf(placements.track('a', Promise.reject(new OutcomeUnknown('lost'))));
    expect(placements.isOpen('a')).to.equal(true);
    await rejectionOf(placements.track('a', Promise.reject(new EventStoreUnavailable('away'))));
    expect(placements.isOpen('a')).to.equal(true);
    await placements.track('a', Promise.resolve());

    expect(placements.isOpen('a')).to.equal(false);
  });

  it('forget one that was not sent', async () => {
    await rejectionOf(placements.track('a', Promise.reject(new EventStoreUnavailable('away'))));

    expect(placements.isOpen('a')).to.equal(false);
  });

  it('wait for the last of several attempts', async () => {
    const [first, second] = [placing('a'), placing('a')];
    first.end();
    await first.place;
    expect(placements.isOpen('a')).to.equal(true);
    second.end();
    await second.place;

    expect(placements.isOpen('a')).to.equal(false);
  });

  it('write again what could not be written', async () => {
    isAway = true;
    const { place, end } = placing('a');
    await pause(500);
    isAway = false;

    await eventually(() => expect(written).to.deep.equal(['add a']));
    end();
    await place;
  });

  const placing = (orderId: string) => {
    let end = (): void => undefined;
    const work = new Promise<null>((resolve) => {
      end = () => resolve(null);
    });

    return { place: placements.track(orderId, work), end: () => end() };
  };
});

const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
