import { jittered, pause, TimeoutError } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { UnsendableMessages, type Publisher } from '../../../platform/messaging/index.js';
import type { OutboxRow, Publication } from './outbox.js';

export type LaneReports = Readonly<{
  published: (publications: readonly Publication[]) => void;
  /** The broker refuses this row for what it is. The lane waits until the row is set aside. */
  unsendable: (row: OutboxRow, reason: string) => Promise<void>;
  /** Whether an earlier row of its key is set aside: then it has to wait behind that one. */
  isHeld: (row: OutboxRow) => boolean;
  /** A send outlived its deadline: nobody knows what became of it, and nothing may be sent beside it. */
  lost: (error: Error) => void;
}>;

export type Lane = Readonly<{
  add: (row: OutboxRow) => void;
  /** Gives up what has not been sent and waits for what is under way. */
  stop: () => Promise<void>;
}>;

type Means = Readonly<{
  topic: string;
  partition: number;
  publisher: Publisher;
  logger: Logger;
  reports: LaneReports;
}>;

const largestBatch = 500;
const mostBytes = 512 * 1024;
const firstRetry = 100;
const longestRetry = 5_000;

/** One topic-partition: sends its rows in order, what has gathered at once, and knows no other partition's trouble. */
export const createLane = (means: Means): Lane => {
  const stopping = new AbortController();
  let waiting: OutboxRow[] = [];
  let working: Promise<void> | null = null;

  const work = async (): Promise<void> => {
    while (waiting.length > 0 && !stopping.signal.aborted) {
      const batch = nextBatch(waiting);
      waiting = waiting.slice(batch.length);
      await deliver(batch, { ...means, signal: stopping.signal });
    }
    working = null;
  };

  return {
    add: (row) => {
      waiting.push(row);
      // rows that arrive in the same turn of the event loop go together
      working ??= Promise.resolve().then(work);
    },
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
};

const nextBatch = (rows: readonly OutboxRow[]): OutboxRow[] => {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += Buffer.byteLength(row.payload) + 512;

    return index > 0 && (bytes > mostBytes || index >= largestBatch);
  });

  return rows.slice(0, end === -1 ? rows.length : end);
};

type Delivery = Means & Readonly<{ signal: AbortSignal }>;

/** Sends the same rows until they are acknowledged, however long the partition is in trouble. */
const deliver = async (batch: readonly OutboxRow[], delivery: Delivery): Promise<void> => {
  const { topic, partition, reports, logger, signal } = delivery;
  const rows = batch.filter((row) => !reports.isHeld(row));
  for (let failures = 0; rows.length > 0 && !signal.aborted; failures += 1)
    try {
      reports.published(await send(rows, delivery));

      return;
    } catch (error) {
      if (error instanceof UnsendableMessages) return refuse(rows, error, delivery);
      if (error instanceof TimeoutError) {
        reports.lost(error);

        return;
      }
      logger.warn({ topic, partition, err: error }, 'the partition takes no messages');
      await pause(jittered(Math.min(firstRetry * 2 ** failures, longestRetry)), signal);
    }
};

const send = async (
  rows: readonly OutboxRow[],
  { publisher, topic, partition }: Means,
): Promise<Publication[]> => {
  const messages = rows.map(({ key, payload, headers }) => ({ key, value: payload, headers }));
  const base = await publisher.send(topic, partition, messages);

  return rows.map((row, index) => ({ row, partition, offset: base + BigInt(index) }));
};

/** Finds the row that the broker does not take by sending each alone. */
const refuse = async (
  rows: readonly OutboxRow[],
  error: Error,
  delivery: Delivery,
): Promise<void> => {
  const [first] = rows;
  if (first !== undefined && rows.length === 1)
    await delivery.reports.unsendable(first, error.message);
  else for (const row of rows) await deliver([row], delivery);
};
