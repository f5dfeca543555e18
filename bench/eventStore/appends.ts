import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type EventData, type EventStoreDBClient, jsonEvent, START } from '@eventstore/db-client';

const reserved = (): EventData =>
  jsonEvent({
    type: 'StockReserved',
    data: { orderId: randomUUID(), itemId: randomUUID(), quantity: 1, available: 41 },
    metadata: { $correlationId: randomUUID(), commandId: randomUUID(), schemaVersion: 1 },
  });

export type Load = Readonly<{ writers: number; total: number; events: number }>;

/** Appends per second, each to a stream of its own. */
export const appendsPerSecond = async (
  client: EventStoreDBClient,
  { writers, total, events }: Load,
): Promise<number> => {
  let left = total;
  const begin = performance.now();
  const write = async (_: unknown, writer: number): Promise<void> => {
    while (left-- > 0) {
      const stream = `order-${writer}-${randomUUID()}`;
      const batch = Array.from({ length: events }, reserved);
      await client.appendToStream(stream, batch, { expectedRevision: 'no_stream' });
    }
  };
  await Promise.all(Array.from({ length: writers }, write));

  return (total / (performance.now() - begin)) * 1000;
};

/** Events per second of a subscription to everything from the start. */
export const catchUpPerSecond = async (client: EventStoreDBClient): Promise<number> => {
  let count = 0;
  const begin = performance.now();
  const subscription = client.subscribeToAll({ fromPosition: START });
  subscription.on('data', () => (count += 1));
  await once(subscription, 'caughtUp');
  const took = performance.now() - begin;
  await subscription.unsubscribe();

  return (count / took) * 1000;
};
