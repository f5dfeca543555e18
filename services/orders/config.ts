import {
  boolean,
  type Config,
  databaseUrl,
  eventStoreUrl,
  integer,
  loadConfig,
  milliseconds,
  type Mode,
  oneOf,
  portVariable,
  processVariables,
  secret,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

const paymentsOf = (value: string, { production }: Mode): 'external' | 'simulated' => {
  const payments = oneOf('external', 'simulated')(value);
  if (production && payments === 'simulated')
    throw new Error('must not be simulated in production');

  return payments;
};

export const ordersVariables = {
  ...processVariables,
  port: portVariable('ORDERS_PORT', 3003),
  eventStoreUrl,
  ...kafkaVariables,
  databaseUrl,
  soldOutFastPath: {
    variable: 'SOLD_OUT_FAST_PATH',
    parse: boolean,
    default: true,
    describe: 'answer 409 SOLD_OUT at once while a product is known to be sold out',
  },
  admissionMaxLagMs: {
    variable: 'ADMISSION_MAX_LAG_MS',
    parse: milliseconds,
    default: 5_000,
    describe: 'new orders are refused while those before them wait longer for their decision',
  },
  payments: {
    variable: 'PAYMENTS',
    parse: paymentsOf,
    default: 'external',
    describe: 'simulated lets owners pay without a provider; external outside a trial',
  },
  paymentWebhookSecret: {
    variable: 'PAYMENT_WEBHOOK_SECRET',
    parse: secret,
    default: null,
    isSecret: true,
    describe: 'with which the payment provider signs; without it there is no webhook',
  },
  admission: {
    variable: 'ADMISSION',
    parse: boolean,
    default: true,
    describe: 'orders wait until there are units for them, instead of being refused afterwards',
  },
  admissionWaitMs: {
    variable: 'ADMISSION_WAIT_MS',
    parse: integer({ min: 100, max: 4_000 }),
    default: 4_000,
    describe: 'how long an order waits at most; then the request is refused, and may be repeated',
  },
  admissionPlaces: {
    variable: 'ADMISSION_PLACES',
    parse: integer({ min: 0, max: 1_000_000 }),
    default: 20_000,
    describe: 'how many requests wait at most in a process',
  },
} as const;

export type OrdersConfig = Config<typeof ordersVariables>;

export const loadOrdersConfig = (env: NodeJS.ProcessEnv): OrdersConfig =>
  loadConfig(ordersVariables, env, kafkaRules);
