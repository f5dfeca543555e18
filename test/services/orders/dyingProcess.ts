import { setTimeout as sleep } from 'node:timers/promises';
import { orderStream } from '../../../domain/order/index.js';
import { connectEventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { toNewEvent } from '../../support/builders/storyEvents.js';

/**
 * Appends to the streams of many orders at once, and dies without an outcome of any, so many
 * milliseconds after it began. The first stream only opens the connection.
 */
const [url = '', afterMs = '0', ...orderIds] = process.argv.slice(2);

const eventStore = connectEventStore(url, createLogger({ name: 'dying', level: 'silent' }));
const append = (orderId: string) =>
  eventStore.append(orderStream(orderId), [toNewEvent({ type: 'OrderPlaced', data: {} })], {
    expectedRevision: 'no_stream',
  });

const [first = '', ...others] = orderIds;
await append(first);
for (const orderId of others) append(orderId).catch(() => undefined);
await sleep(Number(afterMs));
process.kill(process.pid, 'SIGKILL');
