export {
  type KafkaBroker,
  type KafkaBrokerOptions,
  startKafkaBroker,
} from './server/startKafkaBroker.js';
