import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import jspb from 'google-protobuf';
import { streams, type StreamsService } from '../wire.js';

const { BatchAppendReq } = streams;

/** Numbers of fields, as the protocol of newer clients has them. */
const field = { options: 2, deadline: 7, seconds: 1, nanos: 2 };

/**
 * The service whose batch appends may say in how long they give up, not only when. The client
 * library's code does not know that field; what it means is put into the one that it knows.
 */
export const withDeadlineDurations = (service: typeof StreamsService): typeof StreamsService => ({
  ...service,
  batchAppend: {
    ...service.batchAppend,
    requestDeserialize: (bytes: Buffer) => {
      const request = BatchAppendReq.deserializeBinary(bytes);
      const options = request.getOptions();
      if (options === undefined || options.hasDeadline()) return request;
      const duration = durationIn(bytes);
      if (duration !== null) {
        options.setDeadline(timestamps.Timestamp.fromDate(new Date(Date.now() + duration)));
      }

      return request;
    },
  },
});

/** In milliseconds; null when none is said. */
const durationIn = (bytes: Uint8Array): number | null => {
  const options = lastMessage(bytes, field.options);
  const duration = options === null ? null : lastMessage(options, field.deadline);
  if (duration === null) return null;
  let ms = 0;
  const reader = new jspb.BinaryReader(duration);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === field.seconds) ms += reader.readInt64() * 1000;
    else if (reader.getFieldNumber() === field.nanos) ms += reader.readInt32() / 1e6;
    else reader.skipField();
  }

  return ms;
};

const lastMessage = (bytes: Uint8Array, number: number): Uint8Array | null => {
  let found: Uint8Array | null = null;
  const reader = new jspb.BinaryReader(bytes);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === number) found = reader.readBytes();
    else reader.skipField();
  }

  return found;
};
