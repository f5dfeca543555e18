import {
  type InventoryCommand,
  inventoryDecider,
  type InventoryEvent,
  inventoryStream,
} from '../../domain/inventory/index.js';
import {
  eventIdOf,
  type EventStore,
  type NewEvent,
  WrongExpectedRevision,
} from '../../platform/eventStore/index.js';
import { readFacts } from '../../platform/facts/index.js';
import { toInventoryFact } from '../../projections/facts/factReaders.js';
import { contextOf } from './requestContext.js';

/**
 * The handler of the textbooks: read, fold, decide, append, and once more from the start when
 * somebody was faster.
 */
export const createPlainHandler =
  (eventStore: EventStore) =>
  async (productId: string, command: InventoryCommand): Promise<void> => {
    const stream = inventoryStream(productId);
    for (;;) {
      const { events, revision: expectedRevision } = await readFacts(
        { eventStore, toFact: toInventoryFact },
        stream,
      );
      const state = events.reduce(inventoryDecider.evolve, inventoryDecider.initialState());
      const decided = inventoryDecider.decide(command, state).map(toNewEvent(stream));
      try {
        await eventStore.append(stream, decided, { expectedRevision });

        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  };

const toNewEvent =
  (stream: string) =>
  ({ type, data }: InventoryEvent, ordinal: number): NewEvent => {
    const { commandId, correlationId, ...who } = contextOf();

    return {
      id: eventIdOf(stream, commandId, ordinal),
      type,
      data,
      metadata: {
        $correlationId: correlationId,
        $causationId: commandId,
        commandId,
        ...who,
        schemaVersion: 1,
      },
    };
  };
