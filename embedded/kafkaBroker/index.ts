export { type KafkaBroker, type KafkaBrokerOptions, startKafkaBroker } from './startKafkaBroker.js';
