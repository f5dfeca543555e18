import type { NewEvent } from './types.js';

/** One append may hold 1 MiB; a little stays free for what the server counts beside the events. */
export const maxAppendBytes = 1_000_000;

/** Bytes as EventStoreDB 24.10 counts them: data, metadata and two per letter of the type. */
export const eventBytes = ({ data, metadata, type }: NewEvent): number =>
  Buffer.byteLength(JSON.stringify(data)) +
  Buffer.byteLength(JSON.stringify(metadata)) +
  2 * type.length;
