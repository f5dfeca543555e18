import { randomUUID } from 'node:crypto';
import { orderStream } from '../../domain/order/index.js';
import { openEventStore } from '../../embedded/eventStoreNode/store/eventStore.js';
import { anyRevision } from '../../embedded/eventStoreNode/store/writes/expectedRevision.js';
import { parseUuid } from '../../embedded/eventStoreNode/store/uuid.js';

const perStream = 4;
const atOnce = 500;

/** Writes a store's files without a server: so many events, four to a stream. */
export const fillStore = async (dir: string, events: number): Promise<void> => {
  const store = await openEventStore({ dir });
  for (let done = 0; done < events; done += atOnce * perStream)
    await Promise.all(
      Array.from({ length: atOnce }, () =>
        store.writer.append({
          stream: orderStream(randomUUID()),
          expected: anyRevision,
          events: Array.from({ length: perStream }, proposed),
        }),
      ),
    );
  await store.stop();
};

const proposed = () => ({
  id: parseUuid(randomUUID()),
  type: 'StockReserved',
  isJson: true,
  data: Buffer.from(`{"orderId":"${randomUUID()}","itemId":"${randomUUID()}","quantity":1}`),
  metadata: Buffer.from(`{"commandId":"${randomUUID()}","schemaVersion":1}`),
});
