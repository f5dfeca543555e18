import { type StreamsService } from './wire.js';

/** The service, whose responses to reads come as the bytes that go over the wire. */
export const withEncodedResponses = (service: typeof StreamsService): typeof StreamsService => ({
  ...service,
  read: { ...service.read, responseSerialize: orBytes(service.read.responseSerialize) },
});

const orBytes =
  <Message>(serialize: (message: Message) => Buffer) =>
  (message: Message | Buffer): Buffer =>
    Buffer.isBuffer(message) ? message : serialize(message);
