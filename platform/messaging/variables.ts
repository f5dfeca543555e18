import { list } from '../config/index.js';

/** `host:port` of some brokers, comma-separated. */
export const kafkaBrokers = {
  variable: 'KAFKA_BROKERS',
  parse: (value: string): readonly string[] => list(value).map(broker),
  describe: 'Kafka, host:port, comma-separated',
} as const;

const broker = (value: string): string => {
  if (!/^[^:\s/]+:\d{1,5}$/.test(value)) throw new Error('must be host:port, comma-separated');

  return value;
};
