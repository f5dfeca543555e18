import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import {
  type InventoryCommand,
  inventoryDecider,
  inventoryEventShapes,
  inventoryStream,
} from '../../../../domain/inventory/index.js';
import { createCommandHandler } from '../../../../platform/commandHandling/index.js';
import { UndecidableStream } from '../../../../platform/facts/index.js';
import type { Logger } from '../../../../platform/logging/index.js';
import { context } from '../../../support/builders/counter.js';
import { at, productAdded, toNewEvent } from '../../../support/builders/storyEvents.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../../support/servers/ownEventStore.js';

/** A number of units that the planted bug is about. */
const sick = 13;

const bug = new TypeError('x is not a function');

describe('Command handler, where a rule has a bug', () => {
  let node: ConnectedEventStore;
  let logged: Readonly<Record<string, unknown>>[];
  before(async () => {
    node = await startConnectedEventStore();
  });
  after(() => node.stop());
  beforeEach(() => {
    logged = [];
  });

  const adjust = (productId: string, adjustment: number): InventoryCommand => ({
    type: 'AdjustStock',
    data: { productId, adjustment, now: at },
  });
  const handlerOf = (decider: typeof inventoryDecider) =>
    createCommandHandler({
      eventStore: node.eventStore,
      decider,
      eventShapes: inventoryEventShapes,
      streamOf: inventoryStream,
      logger: {
        error: (fields: Record<string, unknown>) => logged.push(fields),
        bindings: () => ({ name: 'test' }),
      } as never as Logger,
    });
  const added = async () => {
    const id = randomUUID();
    const event = toNewEvent(productAdded(id));
    await node.eventStore.append(inventoryStream(id), [event], { expectedRevision: 'no_stream' });

    return id;
  };
  const isSick = ({ type, data }: { type: string; data: object }): boolean =>
    (type === 'AdjustStock' && 'adjustment' in data && data.adjustment === sick) ||
    (type === 'StockReceived' && 'quantity' in data && data.quantity === sick);

  for (const [where, decider] of [
    [
      'decides',
      {
        ...inventoryDecider,
        decide: (...[command, state]: Parameters<typeof inventoryDecider.decide>) => {
          if (isSick(command)) throw bug;

          return inventoryDecider.decide(command, state);
        },
      },
    ],
    [
      'folds',
      {
        ...inventoryDecider,
        evolve: (...[state, event]: Parameters<typeof inventoryDecider.evolve>) => {
          if (isSick(event)) throw bug;

          return inventoryDecider.evolve(state, event);
        },
      },
    ],
  ] as const)
    it(`that ${where}, refuses its command and none beside it, and says why once`, async () => {
      const id = await added();
      const { handle } = handlerOf(decider);
      const outcomes = await Promise.allSettled(
        [1, sick, 2, sick].map((count) => handle(id, adjust(id, count), context())),
      );

      expect(outcomes.map(({ status }) => status)).to.deep.equal([
        'fulfilled',
        'rejected',
        'fulfilled',
        'rejected',
      ]);
      expect(outcomes[1])
        .to.have.property('reason')
        .that.is.instanceOf(UndecidableStream)
        .and.includes({ stream: inventoryStream(id), cause: bug });
      expect(logged.map(({ stream }) => stream)).to.deep.equal([inventoryStream(id)]);
      expect((await node.eventStore.read(inventoryStream(id))).events).to.have.length(3);
    });

  it('in the fold of what is stored, refuses reads and commands of that stream alone', async () => {
    const [id, other] = [await added(), await added()];
    await handlerOf(inventoryDecider).handle(id, adjust(id, sick), context());
    const evolve: typeof inventoryDecider.evolve = (state, event) => {
      if (isSick(event)) throw bug;

      return inventoryDecider.evolve(state, event);
    };
    const { handle, load } = handlerOf({ ...inventoryDecider, evolve });

    expect(await rejectionOf(load(id))).to.be.instanceOf(UndecidableStream);
    expect(await rejectionOf(handle(id, adjust(id, 1), context()))).to.be.instanceOf(
      UndecidableStream,
    );
    await handle(other, adjust(other, 1), context());
  });
});
