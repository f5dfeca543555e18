import { readFileSync } from 'node:fs';
import type { StoredEvent } from '../../../platform/eventStore/index.js';

/** An event as it lies in a stream; nobody has looked at it yet. */
export type Stored = Readonly<{ type: string; schemaVersion: unknown; data: unknown }>;

/** Every event that a release has ever written, in the form of its time. */
export const corpusOf = (aggregate: string): readonly Stored[] =>
  JSON.parse(
    readFileSync(new URL(`./corpus/${aggregate}.json`, import.meta.url), 'utf8'),
  ) as Stored[];

export const toRecord = (
  { type, schemaVersion, data }: Stored,
  stream = 'some-stream',
  revision = 0,
): StoredEvent =>
  ({
    id: `${stream}/${revision}`,
    stream,
    type,
    data,
    metadata: { schemaVersion },
    revision,
    position: BigInt(revision),
    recordedAt: '2026-01-01T10:00:00.000Z',
  }) as unknown as StoredEvent;
