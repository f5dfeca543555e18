import { randomUUID } from 'node:crypto';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import {
  type AppendReq,
  type BatchAppendReq,
  type BatchAppendResp,
  empty,
  protobufEmpty,
  type ReadReq,
  shared,
  type StreamIdentifier,
  streamIdentifier,
  streams,
  type UUID,
  uuidMessage,
} from '../../../embedded/eventStoreNode/grpc/wire.js';

const { ReadReq: Read, AppendReq: Append, BatchAppendReq: Batch } = streams;

/** A UUID in the form that the Node client never uses: two signed halves. */
export const structuredUuid = (text: string): UUID => {
  const hex = text.replaceAll('-', '');
  const half = (from: number): string =>
    String(BigInt.asIntN(64, BigInt(`0x${hex.slice(from, from + 16)}`)));
  const structured = new shared.UUID.Structured();
  structured.setMostSignificantBits(half(0)).setLeastSignificantBits(half(16));

  return new shared.UUID().setStructured(structured);
};

/** The text of a UUID in either form. */
export const textOfUuid = (uuid: UUID | undefined): string => {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString() ?? '';
  const half = (bits: string): string =>
    BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const hex =
    half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits());

  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

/**
 * A read of up to a thousand events of a stream from its start; a test changes what it is about.
 */
export const streamRead = (stream: string): ReadReq.Options => {
  const target = new Read.Options.StreamOptions();
  target.setStreamIdentifier(streamIdentifier(stream)).setStart(empty());

  return anyRead().setStream(target);
};

export const allRead = (): ReadReq.Options =>
  anyRead().setAll(new Read.Options.AllOptions().setStart(empty()));

const anyRead = (): ReadReq.Options =>
  new Read.Options()
    .setCount('1000')
    .setNoFilter(empty())
    .setUuidOption(new Read.Options.UUIDOption().setString(empty()));

export const asSubscription = (options: ReadReq.Options): ReadReq.Options =>
  options.setSubscription(new Read.Options.SubscriptionOptions());

export const backwards = (options: ReadReq.Options): ReadReq.Options =>
  options.setReadDirection(Read.Options.ReadDirection.BACKWARDS);

/** A filter by stream names with a window of 32 events and a checkpoint after each. */
export const streamFilter = (prefixes: string[], regex = ''): ReadReq.Options.FilterOptions => {
  const filter = new Read.Options.FilterOptions();
  const expression = new Read.Options.FilterOptions.Expression();
  filter.setStreamIdentifier(expression.setPrefixList(prefixes).setRegex(regex));

  return filter.setMax(32).setCheckpointintervalmultiplier(1);
};

export const readRequest = (options: ReadReq.Options): ReadReq => new Read().setOptions(options);

type Event = { readonly id?: UUID; readonly data?: Uint8Array; readonly without?: string };

/** `without` names a property of the metadata that every event has, to leave out. */
const fill = <Message extends AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage>(
  message: Message,
  { id = uuidMessage(randomUUID()), data = Buffer.from('{}'), without }: Event,
): Message => {
  message.setId(id);
  message.setData(data);
  message.getMetadataMap().set('type', 'Happened').set('content-type', 'application/json');
  if (without !== undefined) message.getMetadataMap().del(without);

  return message;
};

export const appendOptions = (stream: string): AppendReq => {
  const options = new Append.Options();
  options.setStreamIdentifier(streamIdentifier(stream)).setAny(empty());

  return new Append().setOptions(options);
};

export const appendedEvent = (event: Event = {}): AppendReq =>
  new Append().setProposedMessage(fill(new Append.ProposedMessage(), event));

export type Chunk = {
  /** Only on the first chunk of an append. */
  readonly stream?: string | StreamIdentifier;
  readonly expected?: 'any' | 'no_stream' | 'stream_exists' | bigint;
  /** When the server is to give up. */
  readonly deadline?: Date;
  readonly events?: readonly Event[];
  readonly isFinal?: boolean;
};

/** One chunk of the batch append `id`: the final one unless it says otherwise, with one event. */
export const batchChunk = (id: string | UUID, chunk: Chunk): BatchAppendReq => {
  const message = new Batch();
  message.setCorrelationId(typeof id === 'string' ? uuidMessage(id) : id);
  if (chunk.stream !== undefined) message.setOptions(batchOptions(chunk));
  const events = (chunk.events ?? [{}]).map((event) => fill(new Batch.ProposedMessage(), event));
  message.setProposedMessagesList(events);
  message.setIsFinal(chunk.isFinal ?? true);

  return message;
};

const batchOptions = ({ stream, expected = 'any', deadline }: Chunk): BatchAppendReq.Options => {
  const options = new Batch.Options();
  if (stream !== undefined && stream !== '') {
    options.setStreamIdentifier(typeof stream === 'string' ? streamIdentifier(stream) : stream);
  }
  if (deadline !== undefined) options.setDeadline(timestamps.Timestamp.fromDate(deadline));
  if (expected === 'any') return options.setAny(protobufEmpty());
  if (expected === 'no_stream') return options.setNoStream(protobufEmpty());
  if (expected === 'stream_exists') return options.setStreamExists(protobufEmpty());

  return options.setStreamPosition(String(expected));
};

export type Summary = {
  readonly id: string;
  readonly stream: string;
  /** The type of the error's details, or 'success'. */
  readonly outcome: string;
  readonly code: number;
};

/** What an answer to a batch append says. */
export const summaryOf = (answer: BatchAppendResp | undefined): Summary => {
  const error = answer?.getError();
  const details = error?.getDetails()?.getTypeName() ?? 'an error without details';

  return {
    id: textOfUuid(answer?.getCorrelationId()),
    stream: textOfName(answer?.getStreamIdentifier()),
    outcome: error === undefined ? 'success' : details,
    code: error?.getCode() ?? 0,
  };
};

export const textOfName = (name: StreamIdentifier | undefined): string =>
  name === undefined ? 'no name' : Buffer.from(name.getStreamName_asU8()).toString();
