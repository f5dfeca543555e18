import { anyRevision, noStream, streamExists } from '../../store/writes/expectedRevision.js';

type Options = {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
};

/**
 * The expected revision of append, delete and tombstone options; `revision` is the field's text.
 */
export const expectedRevisionOf = (options: Options, revision: () => string): bigint => {
  if (options.hasNoStream()) return noStream;
  if (options.hasAny()) return anyRevision;
  if (options.hasStreamExists()) return streamExists;

  return BigInt(revision());
};
