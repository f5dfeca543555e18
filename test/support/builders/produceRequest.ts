import { kafkaRequest } from './kafkaRequest.js';

/** A request that sends one batch to each of the topic's first partitions. */
export const produceRequest = (topic: string, ...batches: readonly Buffer[]): Buffer =>
  kafkaRequest(0, 3, (out) => {
    out.string(null).int16(-1).int32(1_000);
    out.array([topic], () =>
      out
        .string(topic)
        .array([...batches.entries()], ([partition, batch]) => out.int32(partition).bytes(batch)),
    );
  });

/** The error code of the first partition, in a response without its length. */
export const producedError = (topic: string, response: Buffer): number =>
  response.readInt16BE(4 + 4 + 2 + topic.length + 4 + 4);
