import { expect } from 'chai';
import { appendWithRetry } from '../../../../platform/commandHandling/handler/appendWithRetry.js';
import {
  type EventStore,
  EventStoreAccessDenied,
  EventStoreUnavailable,
  type NewEvent,
  OutcomeUnknown,
  WrongExpectedRevision,
} from '../../../../platform/eventStore/index.js';

describe('An append after an unknown outcome', () => {
  it('goes on while a conflict cannot be told from its own events', async () => {
    const conflict = new WrongExpectedRevision('order-1', 0);
    const store = storeOf({
      append: [new OutcomeUnknown('lost'), conflict, conflict],
      read: [new EventStoreUnavailable('not now')],
    });

    expect(await append(store)).to.equal(7n);
  });

  it('goes on when a repeat is not taken, or refused', async () => {
    const store = storeOf({
      append: [
        new OutcomeUnknown('lost'),
        new EventStoreUnavailable('not now'),
        new EventStoreAccessDenied('no'),
      ],
      read: [],
    });

    expect(await append(store)).to.equal(7n);
  });
});

const event = { id: 'e1', type: 'Noted', data: {} } as unknown as NewEvent;

const append = (store: EventStore): Promise<bigint> =>
  appendWithRetry(
    store,
    { stream: 'order-1', events: [event], expectedRevision: 'no_stream' },
    () => undefined,
  );

/** Rejects its first calls with these errors; the event is there, at position 7. */
const storeOf = (errors: Readonly<{ append: readonly Error[]; read: readonly Error[] }>) => {
  const rejections = { append: [...errors.append], read: [...errors.read] };
  const rejectFirst = async (call: keyof typeof rejections): Promise<void> => {
    const error = rejections[call].shift();
    if (error !== undefined) throw error;
    await Promise.resolve();
  };

  return {
    append: async () => {
      await rejectFirst('append');

      return { revision: 0, position: 7n };
    },
    read: async () => {
      await rejectFirst('read');

      return { events: [{ ...event, position: 7n }], revision: 0 };
    },
  } as unknown as EventStore;
};
