import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalRelay } from '../../../../projections/outbox/localRelay.js';
import type { Outbox } from '../../../../services/bridge/relay/outbox.js';
import { closeMessaging } from '../../../support/clients/messaging.js';
import {
  addRows,
  type BridgeFixture,
  drained,
  firstsByKey,
  openBridgeFixture,
  openRelay,
  recordsOf,
} from '../bridgeFixture.js';

describe('A relay in the process of the projector', () => {
  let fixture: BridgeFixture;

  beforeEach(async () => {
    fixture = await openBridgeFixture();
  });
  afterEach(closeMessaging);

  it('publishes what it is given, without reading it', async () => {
    const read: string[] = [];
    const { local } = openRelay(fixture, { mutate: (outbox) => watched(outbox, read) });
    await isReady(local);
    for (let position = 1; position <= 20; position += 1)
      local.receive(await addRows(fixture, [{ position, key: 'a' }], { silently: true }));
    await drained(fixture);

    expect(firstsByKey(await recordsOf(fixture)).get('a')).to.deep.equal(upTo(20));
    expect(read).to.have.length.below(5);
  });

  it('is not ready before it has read what was there', async () => {
    await addRows(fixture, [{ position: 1, key: 'a' }], { silently: true });
    const { local } = openRelay(fixture, {});

    expect(local.isReady()).to.equal(false);
    local.receive(await addRows(fixture, [{ position: 2, key: 'a' }], { silently: true }));
    await drained(fixture);
    expect(firstsByKey(await recordsOf(fixture)).get('a')).to.deep.equal([1, 2]);
  });

  it('keeps the order of keys and repeats nothing, whoever else commits in between', async () => {
    const { local } = openRelay(fixture, {});
    for (let position = 1; position <= 120; position += 1) {
      const row = { position, key: `key-${position % 3}` };
      // another process has projected this one, and its notification is late
      const isForeign = position % 7 === 0;
      const rows = await addRows(fixture, [row], { silently: isForeign || local.isReady() });
      if (isForeign) local.readAgain();
      else local.receive(rows);
      if (position % 20 === 0) await sleep(120);
    }
    await drained(fixture);

    const records = await recordsOf(fixture);
    expect(records).to.have.length(120);
    for (const rest of [0, 1, 2])
      expect(firstsByKey(records).get(`key-${rest}`)).to.deep.equal(
        upTo(120).filter((position) => position % 3 === rest),
      );
  });
});

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

const watched = (outbox: Outbox, read: string[]): Outbox => ({
  ...outbox,
  markAndSelect: async (published, next) => {
    const rows = await outbox.markAndSelect(published, next);
    read.push(...rows.map(({ id }) => id));

    return rows;
  },
});

const isReady = async (local: LocalRelay): Promise<void> => {
  while (!local.isReady()) await sleep(10);
};
