import { isStreamName } from '../../store/streamNames.js';
import { type EventFilter, toFilter } from './filter.js';
import { invalidArgument, unknown } from '../errors.js';
import { type ReadReq, streamNameOf, streams, type UuidForm } from '../wire.js';

export type StreamStart = 'start' | 'end' | bigint;
export type AllStart = 'start' | 'end' | { readonly commit: bigint; readonly prepare: bigint };

export type ReadRequest = {
  readonly target:
    | { readonly kind: 'stream'; readonly name: string; readonly from: StreamStart }
    | { readonly kind: 'all'; readonly from: AllStart };
  readonly isBackwards: boolean;
  readonly resolveLinks: boolean;
  /** How many events at most; null for a subscription. */
  readonly maxCount: number | null;
  readonly filter: EventFilter | null;
  /** How the ids of the events are to be sent; null when the request does not say it. */
  readonly ids: UuidForm | null;
  /** Whether the reader wants to know where the stream begins and ends. */
  readonly tellsEnds: boolean;
};

/** Throws a CallError on combinations that the protocol does not know. */
export const parseReadRequest = (message: ReadReq): ReadRequest => {
  const options = message.getOptions();
  if (options === undefined) throw invalidArgument('The read has no options.');
  const isBackwards =
    options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
  const filterMessage = options.getFilter();
  const request = {
    target: parseTarget(options),
    isBackwards,
    resolveLinks: options.getResolveLinks(),
    maxCount: options.hasSubscription() ? null : parseCount(options),
    filter: filterMessage === undefined ? null : toFilter(filterMessage, options.hasSubscription()),
    ids: parseUuidForm(options.getUuidOption()),
    tellsEnds: options.getControlOption()?.getCompatibility() === 1,
  };
  assertLegal(request);

  return request;
};

const assertLegal = (request: ReadRequest): void => {
  if (request.filter !== null && request.target.kind === 'stream') {
    throw invalidArgument('Only $all can be filtered.');
  }
  if (request.maxCount === null && request.isBackwards) {
    throw invalidArgument('A subscription goes forwards.');
  }
};

const parseTarget = (options: ReadReq.Options): ReadRequest['target'] => {
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = streamNameOf(stream.getStreamIdentifier());
    if (!isStreamName(name)) throw unknown(`'${name}' is not a stream name.`);

    return { kind: 'stream', name, from: parseRevision(stream) };
  }
  const all = options.getAll();
  if (all === undefined) throw invalidArgument('The read names neither a stream nor $all.');

  return { kind: 'all', from: parsePosition(all) };
};

const endRevision = 2n ** 64n - 1n;

const parseRevision = (stream: ReadReq.Options.StreamOptions): StreamStart => {
  if (stream.hasEnd()) return 'end';
  if (!stream.hasRevision()) return 'start';
  const revision = BigInt(stream.getRevision());

  return revision === endRevision ? 'end' : revision;
};

const parsePosition = (all: ReadReq.Options.AllOptions): AllStart => {
  if (all.hasEnd()) return 'end';
  const position = all.getPosition();
  if (position === undefined) return 'start';
  const commit = BigInt(position.getCommitPosition());
  const prepare = BigInt(position.getPreparePosition());
  if (commit === endRevision) return 'end';
  if (prepare > commit) throw unknown('The prepare position lies behind the commit position.');

  return { commit, prepare };
};

const parseUuidForm = (option: ReadReq.Options.UUIDOption | undefined): UuidForm | null => {
  if (option === undefined) return null;

  return option.hasStructured() ? 'structured' : 'text';
};

const parseCount = (options: ReadReq.Options): number => {
  if (!options.hasCount()) throw invalidArgument('The read is neither counted nor a subscription.');
  const count = Number(options.getCount());
  if (count === 0) throw unknown('Unexpected ReadStreamResult: Error');

  return count;
};
