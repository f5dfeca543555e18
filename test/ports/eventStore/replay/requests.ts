import { randomUUID } from 'node:crypto';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import {
  type AppendReq,
  type BatchAppendReq,
  type DeleteReq,
  empty,
  protobufEmpty,
  streamIdentifier,
  streams,
  type TombstoneReq,
  uuidMessage,
} from '../../../../embedded/eventStoreNode/grpc/wire.js';
import type { Names } from './names.js';
import type { AppendStep, DeleteStep, Expected } from './recording.js';
import { type SentEvent, toSentEvent } from './sentEvents.js';

export const classicRequests = (step: AppendStep, names: Names): readonly AppendReq[] => {
  const options = new streams.AppendReq.Options();
  if (step.stream !== null) {
    options.setStreamIdentifier(streamIdentifier(names.toServer(step.stream)));
  }
  if (step.expected !== undefined) setExpected(options, step.expected, empty);
  const events = step.events.map((spec) => toSentEvent(spec, names));

  return [
    new streams.AppendReq().setOptions(options),
    ...events.map((event) =>
      new streams.AppendReq().setProposedMessage(
        filled(new streams.AppendReq.ProposedMessage(), event),
      ),
    ),
  ];
};

/** The chunks of one append, `split` events in each; the first one says what it is for. */
export const batchRequests = (step: AppendStep, names: Names): readonly BatchAppendReq[] => {
  const correlationId = randomUUID();
  const events = step.events.map((spec) => toSentEvent(spec, names));
  const size = step.split ?? Math.max(1, events.length);
  const count = Math.max(1, Math.ceil(events.length / size));

  return Array.from({ length: count }, (_, i) => {
    const chunk = new streams.BatchAppendReq().setCorrelationId(uuidMessage(correlationId));
    if (i === 0) chunk.setOptions(batchOptions(step, names));
    chunk.setProposedMessagesList(
      events
        .slice(i * size, (i + 1) * size)
        .map((event) => filled(new streams.BatchAppendReq.ProposedMessage(), event)),
    );

    return chunk.setIsFinal(i === count - 1);
  });
};

const batchOptions = (step: AppendStep, names: Names): BatchAppendReq.Options => {
  const options = new streams.BatchAppendReq.Options();
  if (step.stream !== null) {
    options.setStreamIdentifier(streamIdentifier(names.toServer(step.stream)));
  }
  if (step.deadline !== undefined) {
    options.setDeadline(timestamps.Timestamp.fromDate(new Date(Date.now() + step.deadline)));
  }
  const { expected } = step;
  if (expected === 'any') return options.setAny(protobufEmpty());
  if (expected === 'no_stream') return options.setNoStream(protobufEmpty());
  if (expected === 'stream_exists') return options.setStreamExists(protobufEmpty());

  return expected === undefined ? options : options.setStreamPosition(String(expected));
};

export const deleteRequest = (step: DeleteStep, names: Names): DeleteReq =>
  new streams.DeleteReq().setOptions(deletion(new streams.DeleteReq.Options(), step, names));

export const tombstoneRequest = (step: DeleteStep, names: Names): TombstoneReq =>
  new streams.TombstoneReq().setOptions(deletion(new streams.TombstoneReq.Options(), step, names));

const deletion = <Options extends DeleteReq.Options | TombstoneReq.Options>(
  options: Options,
  { stream, expected }: DeleteStep,
  names: Names,
): Options => {
  options.setStreamIdentifier(streamIdentifier(names.toServer(stream)));
  setExpected(options, expected, empty);

  return options;
};

type Empty = ReturnType<typeof empty>;

type WithExpected = {
  setAny: (value: Empty) => unknown;
  setNoStream: (value: Empty) => unknown;
  setStreamExists: (value: Empty) => unknown;
  setRevision: (value: string) => unknown;
};

const setExpected = (options: WithExpected, expected: Expected, emptied: () => Empty): void => {
  if (expected === 'any') options.setAny(emptied());
  else if (expected === 'no_stream') options.setNoStream(emptied());
  else if (expected === 'stream_exists') options.setStreamExists(emptied());
  else options.setRevision(String(expected));
};

const filled = <Message extends AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage>(
  message: Message,
  { id, metadata, data, customMetadata }: SentEvent,
): Message => {
  message.setId(uuidMessage(id));
  for (const [key, value] of metadata) message.getMetadataMap().set(key, value);
  message.setData(data);
  message.setCustomMetadata(customMetadata);

  return message;
};
