import { closeSync, openSync, writeSync } from 'node:fs';
import {
  frameHeaderSize,
  openFrame,
  sealFrame,
} from '../../../embedded/eventStoreNode/storage/frame.js';
import { encodeRecord, sizeOfRecord } from '../../../embedded/eventStoreNode/storage/record.js';
import { logIn, proposed, withStore } from './nodeFixture.js';

/** Where a record keeps the name of its stream. */
const NAME = 52;

const nameOf = (stream: number): string => `s-${String(stream).padStart(3, '0')}`;

/**
 * Writes the log of a store with a thousand streams, `s-000` to `s-999`, of a thousand events each,
 * as a node would. Much faster than one: it encodes the events of one stream, and changes the name
 * for every other.
 */
export const writeMillion = async (dir: string): Promise<void> => {
  let end = await withStore(dir, ({ reader }) => reader.end);
  const records = Array.from({ length: 1_000 }, (_, revision) => ({
    ...proposed(String(revision)),
    stream: nameOf(0),
    revision: BigInt(revision),
    created: 0n,
  }));
  const frame = openFrame(records.reduce((sum, record) => sum + sizeOfRecord(record), 0));
  const starts: number[] = [];
  let offset = frameHeaderSize;
  for (const record of records) {
    starts.push(offset);
    offset = encodeRecord(record, frame, offset);
  }
  const file = openSync(logIn(dir), 'r+');
  for (let stream = 0; stream < 1_000; stream += 1) {
    for (const start of starts) frame.write(nameOf(stream), start + NAME);
    sealFrame(frame, end);
    writeSync(file, frame, 0, frame.length, end);
    end += frame.length;
  }
  closeSync(file);
};
