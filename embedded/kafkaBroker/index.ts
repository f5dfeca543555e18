export { type KafkaBroker, startKafkaBroker } from './server/startKafkaBroker.js';
