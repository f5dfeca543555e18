import { ANY, NO_STREAM, STREAM_EXISTS } from '../../store/writes/expectedRevision.js';

type Options = {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
};

/** The expected revision of append, delete and tombstone options; `revision` is the field's text. */
export function expectedRevisionOf(options: Options, revision: () => string): bigint {
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasAny()) return ANY;
  if (options.hasStreamExists()) return STREAM_EXISTS;

  return BigInt(revision());
}
