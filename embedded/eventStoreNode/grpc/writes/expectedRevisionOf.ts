import { invalidArgument } from '../errors.js';
import { anyRevision, noStream, streamExists } from '../../store/writes/expectedRevision.js';

type Options = {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
};

/** Of the oneof's last case, that has another name in each message. */
type Revision = { readonly isSet: boolean; readonly text: string };

/**
 * The expected revision of append, delete and tombstone options. Throws a CallError when the
 * request says none.
 */
export const expectedRevisionOf = (options: Options, revision: Revision): bigint => {
  if (options.hasNoStream()) return noStream;
  if (options.hasAny()) return anyRevision;
  if (options.hasStreamExists()) return streamExists;

  if (!revision.isSet) throw invalidArgument('The request lacks an expected revision.');

  return BigInt(revision.text);
};
