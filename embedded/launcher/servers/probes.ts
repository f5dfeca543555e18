import { Redis } from 'ioredis';
import { loadConfig } from '../../../platform/config/index.js';
import {
  accessReport,
  connectEventStore,
  EventStoreAccessDenied,
} from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import {
  connectKafka,
  kafkaOptionsOf,
  kafkaRules,
  kafkaVariables,
} from '../../../platform/messaging/index.js';
import {
  connectDatabase,
  DatabaseUnavailable,
  lastingRefusal,
} from '../../../platform/postgres/index.js';
import { errorText, FinalError } from '../../../platform/process/index.js';
import type { InfrastructureName } from '../layout.js';

/**
 * Uses a server once, as the services will. Rejects while it cannot be used; with a FinalError when
 * waiting would not help.
 */
export type Probe = (address: string, env: NodeJS.ProcessEnv) => Promise<void>;

const logger = createLogger({ name: 'launcher', level: 'silent' });

const probeEventStore: Probe = async (address) => {
  const eventStore = connectEventStore(address, logger);
  try {
    await eventStore.ping();
  } catch (error) {
    throw error instanceof EventStoreAccessDenied ? accessReport(address, error) : error;
  } finally {
    await eventStore.stop();
  }
};

const probePostgres: Probe = async (address) => {
  const database = connectDatabase({ url: address, logger, max: 1 });
  try {
    await database.ping();
  } catch (error) {
    const lasting = lastingRefusal(error);
    if (lasting !== null) throw refusal(lasting);
    throw error instanceof DatabaseUnavailable ? error : refusal(error);
  } finally {
    await database.stop();
  }
};

const probeKafka: Probe = async (address, env) => {
  const config = loadConfig(kafkaVariables, { ...env, KAFKA_BROKERS: address }, kafkaRules);
  const kafka = connectKafka({ ...kafkaOptionsOf(config), clientId: 'launcher', logger });
  try {
    await kafka.ping();
  } catch (error) {
    throw isNamed(error, 'SASLAuthentication') ? refusal(error) : error;
  } finally {
    await kafka.stop();
  }
};

const probeRedis: Probe = async (address) => {
  const redis = new Redis(address, {
    lazyConnect: true,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw isNamed(error, 'ReplyError') && !String(error).includes('LOADING')
      ? refusal(error)
      : error;
  } finally {
    redis.disconnect();
  }
};

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name.includes(name);

const refusal = (error: unknown): FinalError => new FinalError(errorText(error), { cause: error });

export const probes: Readonly<Record<InfrastructureName, Probe>> = {
  eventStore: probeEventStore,
  postgres: probePostgres,
  kafka: probeKafka,
  redis: probeRedis,
};
