import type { SASLOptions } from 'kafkajs';
import { boolean, integer, isLoopback, list, oneOf, text, type Rule } from '../../config/index.js';
import type { KafkaOptions } from './connectKafka.js';

const broker = (value: string): string => {
  if (!/^[^:\s/]+:\d{1,5}$/.test(value)) throw new Error('must be host:port, comma-separated');

  return value;
};

/** How Kafka is reached, and as whom. */
export const kafkaVariables = {
  kafkaBrokers: {
    variable: 'KAFKA_BROKERS',
    parse: (value: string): readonly string[] => list(value).map(broker),
    describe: 'Kafka, host:port, comma-separated',
  },
  kafkaSsl: {
    variable: 'KAFKA_SSL',
    parse: boolean,
    default: false,
    describe: 'on: connections to Kafka are encrypted and its certificate is checked',
  },
  kafkaSaslMechanism: {
    variable: 'KAFKA_SASL_MECHANISM',
    parse: oneOf('scram-sha-512', 'scram-sha-256', 'plain'),
    default: null,
    describe: 'how the service signs in to Kafka: scram-sha-512, scram-sha-256 or plain',
  },
  kafkaSaslUsername: {
    variable: 'KAFKA_SASL_USERNAME',
    parse: text,
    default: null,
    describe: 'as whom it signs in to Kafka',
  },
  kafkaSaslPassword: {
    variable: 'KAFKA_SASL_PASSWORD',
    parse: text,
    default: null,
    isSecret: true,
    describe: 'the password that goes with it',
  },
  kafkaReplicationFactor: {
    variable: 'KAFKA_REPLICATION_FACTOR',
    parse: integer({ min: 1, max: 9 }),
    default: null,
    describe: 'replicas of the topics that are made; all but one must be in sync',
  },
} as const;

type KafkaConfig = Readonly<{
  kafkaBrokers: readonly string[];
  kafkaSsl: boolean;
  kafkaSaslMechanism: 'scram-sha-512' | 'scram-sha-256' | 'plain' | null;
  kafkaSaslUsername: string | null;
  kafkaSaslPassword: string | null;
  kafkaReplicationFactor: number | null;
}>;

type NoPlaintext = Rule<Pick<KafkaConfig, 'kafkaBrokers' | 'kafkaSsl'>>;

const noPlaintext: NoPlaintext = ({ kafkaBrokers, kafkaSsl }, modeOf) => {
  const { production, plaintextAllowed } = modeOf('KAFKA_BROKERS');
  const isFar = kafkaBrokers.some((address) => !isLoopback(address.replace(/:\d+$/, '')));

  return production && !plaintextAllowed && !kafkaSsl && isFar
    ? [
        'KAFKA_BROKERS is plaintext to another machine; set KAFKA_SSL=on or name it in ALLOW_PLAINTEXT',
      ]
    : [];
};

const completeSasl: Rule<KafkaConfig> = (config) => {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername, kafkaSaslPassword } = config;
  const isWanted = mechanism !== null || kafkaSaslUsername !== null || kafkaSaslPassword !== null;
  const missing = [
    ...(mechanism === null ? ['KAFKA_SASL_MECHANISM'] : []),
    ...(kafkaSaslUsername === null ? ['KAFKA_SASL_USERNAME'] : []),
    ...(kafkaSaslPassword === null ? ['KAFKA_SASL_PASSWORD'] : []),
  ];

  return isWanted ? missing.map((name) => `${name} is missing, the others of SASL are set`) : [];
};

export const kafkaRules: readonly Rule<KafkaConfig>[] = [noPlaintext, completeSasl];

/** Returns the options of connectKafka that come from the configuration. */
export const kafkaOptionsOf = ({
  kafkaBrokers: brokers,
  kafkaSsl: ssl,
  kafkaSaslMechanism: mechanism,
  kafkaSaslUsername: username,
  kafkaSaslPassword: password,
  kafkaReplicationFactor: replicationFactor,
}: KafkaConfig): Pick<KafkaOptions, 'brokers' | 'ssl' | 'sasl' | 'replicationFactor'> => ({
  brokers,
  ssl,
  ...(replicationFactor !== null && { replicationFactor }),
  ...(mechanism !== null &&
    username !== null &&
    password !== null && {
      // kafkajs has one type per mechanism; the account is the same for all three
      sasl: { mechanism, username, password } as SASLOptions,
    }),
});
