import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { orderStream } from '../../../domain/order/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectEventStore } from '../../../platform/eventStore/index.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { startProjecting } from '../../../projections/projector/projector.js';
import { eventually } from '../../support/assertions/eventually.js';
import { orderPlaced } from '../../support/builders/storyEvents.js';
import { useRebuild } from './rebuildFixture.js';

describe('Outstanding units', function () {
  this.timeout(30_000);

  it('are no difference when a rebuild counts the same', async () => {
    await place(3);
    const { differences } = await run({ onlyCheck: true });

    expect(differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
    expect(await outstanding()).to.equal(3);
  });

  for (const names of [['products'], ['products', 'orders']] as const)
    it(`are put right by a rebuild of ${names.join(' and ')}`, async () => {
      await place(3);
      await database().query('UPDATE read.products SET outstanding = 7');
      const { differences } = await run({ names });

      expect(differences[0]).to.include({ table: 'products', changed: 1 });
      expect(await outstanding()).to.equal(3);
    });

  it('are counted anew after an older release has led', async () => {
    await place(3);
    await stopProjector();
    await database().query('UPDATE read.products SET outstanding = NULL');
    await database().query('UPDATE projection.checkpoints SET outstanding_position = 1');
    await projectAgain(() => eventually(async () => expect(await outstanding()).to.equal(3)));
  });

  it('are not counted twice when a checkpoint was set back', async () => {
    const before = firstPosition();
    await place(3);
    await stopProjector();
    await database().query(
      'UPDATE projection.checkpoints SET position = $1, event_position = $1, event_id = NULL',
      [before.toString()],
    );
    await projectAgain(async () => {
      await projected();
      expect(await outstanding()).to.equal(3);
    });
  });

  const { database, run, append, projected, stopProjector, firstPosition, storeUrl } = useRebuild();

  const place = async (quantity: number): Promise<void> => {
    const id = randomUUID();
    await append(orderStream(id), [orderPlaced(id, quantity)]);
    await projected();
  };

  const outstanding = async (): Promise<unknown> =>
    (await database().query('SELECT outstanding FROM read.products'))[0]?.['outstanding'];

  const projectAgain = async (check: () => Promise<unknown>): Promise<void> => {
    const logger = createLogger({ name: 'test', level: 'silent' });
    const eventStore = connectEventStore(storeUrl(), logger);
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    const projector = startProjecting({ eventStore, database: database(), logger, metrics });
    await check();
    await projector.stop();
    await eventStore.stop();
  };
});
