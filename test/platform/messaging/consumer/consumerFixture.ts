import {
  type Kafka,
  partitionOf,
  type Publisher,
  type ReceivedMessage,
} from '../../../../platform/messaging/index.js';
import { statusMessage } from '../../../support/builders/statusMessages.js';
import { closeKafkaClients } from '../../../support/clients/kafkaClients.js';
import { closeMessaging, openKafka, openPublisher } from '../../../support/clients/messaging.js';

export type Received = ReceivedMessage<'order.status'>;

export const topic = 'order.status';

/** A handler of the messages of one key; those of others are handled at once. */
export const onlyOf =
  (key: string, handle: (messages: Received[]) => Promise<void> | void) =>
  async (messages: Received[]): Promise<void> => {
    const own = messages.filter((message) => message.key === key);
    if (own.length > 0) await handle(own);
  };

/** A message whose key lies in that partition. */
export const messageIn = (partition: number): ReturnType<typeof statusMessage> => {
  const message = statusMessage();

  return partitionOf(message.key) === partition ? message : messageIn(partition);
};

type Opened = { kafka: Kafka; publisher: Publisher };

/** Before each test: the topics, and a publisher of its own, for which `fill` is called. */
export const useMessaging = (fill: (opened: Opened) => void): void => {
  beforeEach(async () => {
    const kafka = await openKafka();
    const publisher = openPublisher(kafka);
    await kafka.ensureTopics();
    fill({ kafka, publisher });
  });

  afterEach(async () => {
    await closeKafkaClients();
    await closeMessaging();
  });
};
