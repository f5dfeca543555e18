import type { EventStore } from '../../../platform/eventStore/index.js';
import { createTokenVerifier } from '../../../platform/identity/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { connectKafka, kafkaOptionsOf } from '../../../platform/messaging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase } from '../../../platform/postgres/index.js';
import type { OrdersConfig } from '../config.js';

export const service = 'orders';

/** What the service talks to. */
export type Connections = ReturnType<typeof connect>;

export const connect = (config: OrdersConfig, logger: Logger, eventStore: EventStore) => {
  const metrics = createMetrics({ service });
  const database = connectDatabase({ url: config.databaseUrl, logger, metrics });

  return {
    logger,
    database,
    metrics,
    eventStore,
    kafka: connectKafka({ ...kafkaOptionsOf(config), clientId: service, logger }),
    identity: createTokenVerifier({ url: database.url, logger }),
    operationsAllow: config.operationsAllow,
  };
};
