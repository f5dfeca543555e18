import streams from '@eventstore/db-client/generated/streams_pb.js';

const { prototype } = streams.BatchAppendReq.ProposedMessage;
type ProposedMessage = typeof prototype;

/** In bytes: id, type and the names and lengths of fields take less. */
const besidesData = 1_024;

/**
 * The client cuts an append into messages of at most 3 MB. To see how big an event is it writes it
 * out, and again to send it, which is a third of what an append costs here. It is told the size
 * instead, or more. For the whole process, once.
 */
export const sizeEventsUnwritten = (): void => {
  prototype.serializeBinary = function (this: ProposedMessage) {
    const length = bytesOf(this.getData()) + bytesOf(this.getCustomMetadata()) + besidesData;

    return { length } as Uint8Array;
  };
};

/** Of a text, which is Base64, or of bytes. */
const bytesOf = (data: string | Uint8Array): number =>
  typeof data === 'string' ? Math.ceil((data.length * 3) / 4) : data.length;
