export { createConsumer, type Consumer } from './consumer/consumer.js';
export type { ConsumerOptions } from './consumer/consumerOptions.js';
export { PoisonMessage, UnsendableMessages, WrongPartitionCount } from './client/errors.js';
export { connectKafka, type Kafka, type KafkaOptions } from './client/kafka.js';
export { partitionOf } from './client/partitionOf.js';
export {
  createPublisher,
  sendDeadline,
  type OutgoingMessage,
  type Publisher,
} from './publisher/publisher.js';
export type { ReceivedMessage } from './messages/receivedMessage.js';
export { lagOf } from './consumer/watchdog.js';
export { type MessageTask, runAll } from './consumer/runAll.js';
export { messageContextOf } from './messages/messageContext.js';
export { kafkaOptionsOf, kafkaRules, kafkaVariables } from './client/variables.js';
export {
  listDeadLetters,
  retryDeadLetters,
  type DeadLetter,
} from './deadLetters/deadLetterAdmin.js';
