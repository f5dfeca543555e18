import { mkdirSync } from 'node:fs';
import { LogChunks } from '../storage/chunks/logChunks.js';
import { EventIndex } from '../storage/eventIndex.js';
import { EventLog, usualChunkSize } from '../storage/eventLog.js';
import { type LogFile } from '../storage/logFile.js';
import { type LogFolder, openLogFolder } from '../storage/logFolder.js';
import { indexedRevisionAt, recordStream } from '../storage/record.js';
import { recover } from '../storage/recovery.js';
import { EventReader } from './reads/eventReader.js';
import { MetadataReader } from './reads/metadataReader.js';
import { StreamReader } from './reads/streamReader.js';
import { Scavenger } from './scavenge/scavenger.js';
import { firstEvents } from './writes/firstEvents.js';
import { RecentIds } from './writes/recentIds.js';
import { StreamWriter } from './writes/streamWriter.js';

export type StoreOptions = {
  readonly dir: string;
  /** Bytes after which a file of the log is ended, and another one begun. */
  readonly chunkSize?: number;
  /** The first file of the log was replaced by a scavenge. */
  readonly onReplaced?: () => void;
  /** A file of the log is complete. */
  readonly onRolled?: () => void;
  /** For tests: a file that fails or dies at a chosen point. */
  readonly wrapFile?: (file: LogFile) => LogFile;
  readonly wrapFolder?: (folder: LogFolder) => LogFolder;
};

/**
 * The whole store without its network: appends and deletes through `writer`, reads through
 * `reader`.
 */
export type NodeStore = {
  readonly writer: StreamWriter;
  readonly reader: StreamReader;
  readonly scavenger: Scavenger;
  /** Calls back after every commit; returns the way to stop that. */
  readonly onCommit: (listener: () => void) => () => void;
  /** Bytes of an unfinished write that the start cut off. */
  readonly cutBytes: number;
  readonly stop: () => Promise<void>;
};

/**
 * Opens the log in `dir` (made when missing), reads all of it, and writes a new log's first events.
 */
export const openEventStore = async (options: StoreOptions): Promise<NodeStore> => {
  const { chunkSize = usualChunkSize, onReplaced = ignore } = options;
  const index = new EventIndex();
  const listeners = new Set<() => void>();
  const { log, chunks, cutBytes } = await openLog(options, index, {
    onCommit: () => {
      for (const listener of listeners) listener();
    },
    onRollBack: () => {
      metadata.forget();
    },
  });
  const events = new EventReader(log);
  const metadata = new MetadataReader(index, events);
  const deps = { index, log, chunks, events, metadata, chunkSize, onReplaced };
  const scavenger = new Scavenger(deps);
  const writer = new StreamWriter({ ...deps, recent: new RecentIds() });
  await writeFirstEvents(writer);

  return {
    writer,
    reader: new StreamReader(deps),
    scavenger,
    onCommit: (listener) => {
      listeners.add(listener);

      return () => listeners.delete(listener);
    },
    cutBytes,
    stop: async () => {
      await scavenger.stop();
      await log.stop();
    },
  };
};

type OpenedLog = { readonly log: EventLog; readonly chunks: LogChunks; readonly cutBytes: number };

const openLog = async (
  options: StoreOptions,
  index: EventIndex,
  { onCommit, onRollBack }: { readonly onCommit: () => void; readonly onRollBack: () => void },
): Promise<OpenedLog> => {
  const { chunkSize = usualChunkSize, onRolled = ignore } = options;
  const found = await recover(openFolder(options), (bytes, at, position) => {
    index.add(recordStream(bytes, at), position, indexedRevisionAt(bytes, at));
  });
  const { end, cutBytes, folder } = found;
  index.commit(end);
  const chunks = new LogChunks(folder, found);
  const state = { end, chunkSize };
  const log = new EventLog(chunks, state, {
    onDurable: (durableEnd) => {
      index.commit(durableEnd);
      onCommit();
    },
    onLost: () => {
      index.rollBack();
      onRollBack();
    },
    onRolled,
  });

  return { log, chunks, cutBytes };
};

const ignore = (): void => undefined;

const openFolder = ({ dir, wrapFile, wrapFolder }: StoreOptions): LogFolder => {
  mkdirSync(dir, { recursive: true });
  const folder = openLogFolder(dir, wrapFile);

  return wrapFolder === undefined ? folder : wrapFolder(folder);
};

/**
 * Each of them expects a new stream: what an earlier start has written stays, what it did not come
 * to is added.
 */
const writeFirstEvents = async (writer: StreamWriter): Promise<void> => {
  for (const request of firstEvents()) await writer.append(request);
};
