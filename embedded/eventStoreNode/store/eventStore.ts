import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { EventIndex } from '../storage/eventIndex.js';
import { EventLog } from '../storage/eventLog.js';
import { type LogFile, openLogFile } from '../storage/logFile.js';
import { recordRevision, recordStream, tombstoneRevision } from '../storage/record.js';
import { recover } from '../storage/recovery.js';
import { EventReader } from './reads/eventReader.js';
import { firstEvents } from './writes/firstEvents.js';
import { MetadataReader } from './reads/metadataReader.js';
import { RecentIds } from './writes/recentIds.js';
import { StreamWriter } from './writes/streamWriter.js';
import { StreamReader } from './reads/streamReader.js';

export const logName = 'events.log';

export type StoreOptions = {
  readonly dir: string;
  /** For tests: a file that fails or dies at a chosen point. */
  readonly wrapFile?: (file: LogFile) => LogFile;
};

/**
 * The whole store without its network: appends and deletes through `writer`, reads through
 * `reader`.
 */
export type NodeStore = {
  readonly writer: StreamWriter;
  readonly reader: StreamReader;
  /** Calls back after every commit; returns the way to stop that. */
  readonly onCommit: (listener: () => void) => () => void;
  /** Bytes of an unfinished write that the start cut off. */
  readonly cutBytes: number;
  readonly stop: () => Promise<void>;
};

/**
 * Opens the log in `dir` (made when missing), reads all of it, and writes a new log's first events.
 */
export const openEventStore = async ({ dir, wrapFile }: StoreOptions): Promise<NodeStore> => {
  mkdirSync(dir, { recursive: true });
  const raw = openLogFile(join(dir, logName));
  const file = wrapFile === undefined ? raw : wrapFile(raw);
  const index = new EventIndex();
  const { end, cutBytes } = await recover(file, (bytes, offset, position) => {
    const isTombstone = recordRevision(bytes, offset) === tombstoneRevision;
    index.add(recordStream(bytes, offset), position, isTombstone);
  });
  index.commit(end);
  const listeners = new Set<() => void>();
  const log = new EventLog(file, end, {
    onDurable: (durableEnd) => {
      index.commit(durableEnd);
      for (const listener of listeners) listener();
    },
    onLost: () => {
      index.rollBack();
      metadata.forget();
    },
  });
  const events = new EventReader(index, log);
  const metadata = new MetadataReader(index, events);
  const writer = new StreamWriter({ index, log, events, metadata, recent: new RecentIds() });
  await writeFirstEvents(writer);

  return {
    writer,
    reader: new StreamReader({ index, log, events, metadata }),
    onCommit: (listener) => {
      listeners.add(listener);

      return () => listeners.delete(listener);
    },
    cutBytes,
    stop: () => log.stop(),
  };
};

/**
 * Each of them expects a new stream: what an earlier start has written stays, what it did not come
 * to is added.
 */
const writeFirstEvents = async (writer: StreamWriter): Promise<void> => {
  for (const request of firstEvents()) await writer.append(request);
};
