import {
  handshakeSchema,
  socketChannels,
  socketMessages,
  socketOperations,
} from './socketChannel.js';
import { headersSchema, topicChannels, topicMessages, topicOperations } from './topicChannels.js';

/**
 * Topics and sockets as AsyncAPI 3, made from the schemas that validate messages, as plain JSON.
 */
export const asyncApiDocument = (): object => {
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'QuickSale',
      version: '1.0.0',
      license: { name: 'Apache-2.0' },
      description: [
        'What the services say to each other over Kafka, and to buyers over Socket.IO.',
        'Everything arrives at least once. Messages of one order keep their order per topic, apart from late repeats; across topics there is none.',
      ].join('\n'),
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: { host: 'localhost:9092', protocol: 'kafka' },
      sockets: {
        host: 'localhost:3000',
        protocol: 'ws',
        description: 'The gateway; also the notifier itself on 3004',
      },
    },
    channels: { ...topicChannels(), ...socketChannels() },
    operations: { ...topicOperations(), ...socketOperations() },
    components: {
      messages: { ...topicMessages(), ...socketMessages() },
      schemas: { Headers: headersSchema, Handshake: handshakeSchema() },
    },
  };

  return JSON.parse(JSON.stringify(document)) as object;
};
