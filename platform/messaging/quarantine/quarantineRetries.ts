import type { Topic } from '../../../contracts/messages/index.js';
import { pause } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';
import { AlreadyRunning, type Database, runExclusively } from '../../postgres/index.js';
import { errorText, once } from '../../process/index.js';
import { failuresAmong } from '../consumer/handleMessages.js';
import type { DecodedRecord } from '../messages/decode.js';
import { UndecidedMessage } from '../messages/poisonMessage.js';
import type { ReceivedMessage } from '../messages/receivedMessage.js';
import { type QuarantineRow, toRecord } from './quarantinedRecord.js';
import { createRows, type Rows } from './quarantineRows.js';

type Deps<T extends Topic> = Readonly<{
  database: Database;
  logger: Logger;
  groupId: string;
  handle: (batch: ReceivedMessage<T>[]) => Promise<void>;
  sendToDeadLetter: (record: DecodedRecord<T>, reason: string) => Promise<void>;
  /** Told how many messages wait. */
  report: (waiting: number) => void;
}>;

const everyMs = 5_000;

/**
 * Tries the messages again that wait: all when the process starts, since it may be of a release
 * that knows more, later those that are due. One process of the group does so at a time.
 */
export const startQuarantineRetries = <T extends Topic>(deps: Deps<T>) => {
  const { database, logger, groupId, report } = deps;
  const rows = createRows(database, groupId);
  const stopping = new AbortController();
  let isFirst = true;

  const retryDue = async (): Promise<void> => {
    report(await rows.count());
    if ((await rows.heads(isFirst)).length === 0) return void (isFirst = false);
    await runExclusively({ url: database.url, lock: `quarantine-${groupId}` }, () =>
      retryAll(deps, rows, { isFirst, signal: stopping.signal }),
    );
    isFirst = false;
    report(await rows.count());
  };
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await retryDue().catch((error: unknown) => {
        if (!(error instanceof AlreadyRunning))
          logger.warn({ err: error, groupId }, 'quarantined messages cannot be tried again yet');
      });
      await pause(everyMs, stopping.signal);
    }
  };
  const running = run();

  return {
    stop: once(async () => {
      stopping.abort();
      await running;
    }),
  };
};

type Round = Readonly<{ isFirst: boolean; signal: AbortSignal }>;

/** Until nothing is due: behind each message that is handled there may be another of its key. */
const retryAll = async <T extends Topic>(
  deps: Deps<T>,
  rows: Rows,
  { isFirst, signal }: Round,
): Promise<void> => {
  const tried = new Set<number>();
  const sick = new Set<string>();
  while (!signal.aborted) {
    const heads = (await rows.heads(isFirst)).filter(({ id }) => !tried.has(id));
    if (heads.length === 0) return;
    for (const row of heads) {
      tried.add(row.id);
      const isSick = row.stream !== null && sick.has(row.stream);
      const error = isSick ? 'its stream cannot be read yet' : await retry(deps, rows, row);
      if (error === null) continue;
      if (row.stream !== null) sick.add(row.stream);
      await rows.postpone(row.id, isSick ? null : error);
    }
  }
};

/** Returns why the message has to wait on; null when it is handled. Throws what passes. */
const retry = async <T extends Topic>(
  { handle, sendToDeadLetter, logger }: Deps<T>,
  rows: Rows,
  row: QuarantineRow,
): Promise<string | null> => {
  // the group reads these topics only
  const record = toRecord(row) as unknown as DecodedRecord<T>;
  if ('reason' in record && record.isOfUnknownType) return record.reason;
  const poison = 'reason' in record ? record.reason : await poisonOf(record, handle);
  if (poison instanceof UndecidedMessage) return poison.message;
  if (poison !== null)
    try {
      await sendToDeadLetter(record, errorText(poison));
    } catch (error) {
      return String(error);
    }
  await rows.remove(row.id);
  const { id, topic, partition, offset } = row;
  logger.info({ id, topic, partition, offset }, 'a message leaves quarantine');

  return null;
};

const poisonOf = async <T extends Topic>(record: DecodedRecord<T>, handle: Deps<T>['handle']) =>
  (await failuresAmong([record], handle)).get(record) ?? null;
