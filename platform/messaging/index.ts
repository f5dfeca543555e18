export { createConsumer, type Consumer } from './consumer.js';
export type { ConsumerOptions } from './consumerOptions.js';
export { crashProcess } from './crashProcess.js';
export { PoisonMessage, UnsendableMessages, WrongPartitionCount } from './errors.js';
export { connectKafka, type Kafka, type KafkaOptions } from './kafka.js';
export { partitionOf } from './partitionOf.js';
export {
  createPublisher,
  sendDeadline,
  type OutgoingMessage,
  type Publisher,
} from './publisher.js';
export type { ReceivedMessage } from './receivedMessage.js';
export { lagOf } from './watchdog.js';
export { type Effect, settle } from './effects.js';
export { messageContextOf } from './messageContext.js';
export { kafkaOptionsOf, kafkaRules, kafkaVariables } from './variables.js';
export { listDeadLetters, retryDeadLetters, type DeadLetter } from './deadLetterDesk.js';
