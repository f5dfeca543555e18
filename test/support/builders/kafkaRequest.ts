import { Writer } from '../../../embedded/kafkaBroker/protocol/writer.js';

/** A request of Kafka's protocol as one frame, byte by byte: `write` writes its body. */
export const kafkaRequest = (
  api: number,
  version: number,
  write: (out: Writer) => unknown,
): Buffer => {
  const out = new Writer().int16(api).int16(version).int32(7).string('other');
  write(out);

  return Buffer.concat(out.toFrame());
};
