import { createLru, roughBytesOf } from '../../../../platform/concurrency/index.js';
import { type EventIndex } from '../../storage/eventIndex.js';
import { type EventReader } from './eventReader.js';
import { parseStreamMetadata, type StreamMetadata } from '../streamMetadata.js';
import { isMetastream, metastreamOf } from '../streamNames.js';

const metadataOfMetastreams: StreamMetadata = { maxCount: 1 };
const noMetadata: StreamMetadata = {};
const cacheSize = 5_000;

/**
 * The metadata of a stream as of some event of the log: the last event of its metastream, of
 * whatever type, if it parses. A tombstoned metastream is none.
 */
export class MetadataReader {
  readonly #index: EventIndex;
  readonly #events: EventReader;
  readonly #cache = createLru<number, StreamMetadata>({
    size: cacheSize,
    weight: { atMostBytes: 16 * 1024 ** 2, bytesOf: roughBytesOf },
  });

  constructor(index: EventIndex, events: EventReader) {
    this.#index = index;
    this.#events = events;
  }

  of(stream: string, before: number): StreamMetadata {
    if (isMetastream(stream)) return metadataOfMetastreams;
    const { head, tombstone } = this.#index.viewOf(metastreamOf(stream), before);

    return head === -1 || tombstone !== -1 ? noMetadata : this.#parsed(head);
  }

  /**
   * The cache is keyed by position, so one that a failed write gave back must be forgotten.
   */
  forget(): void {
    this.#cache.clear();
  }

  #parsed(position: number): StreamMetadata {
    const known = this.#cache.get(position);
    if (known !== undefined) return known;
    const { isJson, data } = this.#events.one(position);
    const parsed = isJson ? parseStreamMetadata(data) : noMetadata;
    this.#cache.set(position, parsed);

    return parsed;
  }
}
