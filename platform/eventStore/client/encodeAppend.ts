import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { WireWriter } from '../../protobuf/index.js';

const { requestSerialize } = streamsService.StreamsService.batchAppend;

const writer = new WireWriter();

/**
 * Returns the bytes of what the client builds for an append, at a tenth of what google-protobuf
 * takes.
 */
export const encodeAppend = (request: BatchAppendReq): Buffer => {
  const options = request.getOptions();
  const id = request.getCorrelationId();
  if (id === undefined || id.hasStructured() || isIncomplete(options))
    return requestSerialize(request);
  writer.begin();
  if (request.getIsFinal()) writer.uint(4, 1);
  const events = request.getProposedMessagesList();
  for (let index = events.length - 1; index >= 0; index -= 1) writeEvent(events[index]);
  if (options !== undefined) writeOptions(options);
  writer.textWithin(1, 2, id.getString());

  return writer.finish();
};

/** The client says both with the first message of every append. */
const isIncomplete = (options: BatchAppendReq.Options | undefined): boolean =>
  options !== undefined &&
  !(
    options.hasStreamIdentifier() &&
    (options.hasStreamPosition() || kindOf(options) !== undefined)
  );

const writeEvent = (event: BatchAppendReq.ProposedMessage | undefined): void => {
  if (event === undefined) return;
  const end = writer.end();
  writeData(4, event.getData());
  writeData(3, event.getCustomMetadata());
  for (const name of ['type', 'content-type'])
    writer.entry(2, name, event.getMetadataMap().get(name) ?? '');
  writer.textWithin(1, 2, event.getId()?.getString() ?? '');
  writer.message(3, end);
};

/** A text is Base64. */
const writeData = (field: number, data: string | Uint8Array): void => {
  if (data.length === 0) return;
  if (typeof data === 'string') writer.text(field, data, 'base64');
  else writer.bytes(field, data);
};

const writeOptions = (options: BatchAppendReq.Options): void => {
  const end = writer.end();
  const deadline = options.getDeadline();
  if (deadline !== undefined) {
    const endOfDeadline = writer.end();
    if (deadline.getNanos() > 0) writer.uint(2, deadline.getNanos());
    writer.uint(1, deadline.getSeconds());
    writer.message(6, endOfDeadline);
  }
  const kind = kindOf(options);
  if (kind === undefined) writer.uint(2, BigInt(options.getStreamPosition()));
  else writer.message(kind.field, writer.end());
  const endOfStream = writer.end();
  writeData(3, options.getStreamIdentifier()?.getStreamName() ?? '');
  writer.message(1, endOfStream);
  writer.message(2, end);
};

/** What else than a revision may be expected, each an empty message. */
const expectations = [
  { field: 3, isIn: (options: BatchAppendReq.Options) => options.hasNoStream() },
  { field: 4, isIn: (options: BatchAppendReq.Options) => options.hasAny() },
  { field: 5, isIn: (options: BatchAppendReq.Options) => options.hasStreamExists() },
];

const kindOf = (options: BatchAppendReq.Options) => expectations.find(({ isIn }) => isIn(options));
