import { expect } from 'chai';
import { ConfigError } from '../../platform/config/index.js';
import { kafkaOptionsOf } from '../../platform/messaging/index.js';
import { loadAuthConfig } from '../../services/auth/config.js';
import { generateSigningKey } from '../../services/auth/signingKeys/signingKey.js';
import { loadBridgeConfig } from '../../services/bridge/config.js';
import { loadGatewayConfig } from '../../services/gateway/config.js';
import { loadInventoryConfig } from '../../services/inventory/config.js';
import { loadNotifierConfig } from '../../services/notifier/config.js';
import { loadOperationsConfig } from '../../services/operations/config.js';
import { loadOrdersConfig } from '../../services/orders/config.js';
import { loadProjectorConfig } from '../../services/projector/config.js';

type Env = Readonly<Record<string, string>>;

const loaders = {
  gateway: loadGatewayConfig,
  auth: loadAuthConfig,
  inventory: loadInventoryConfig,
  orders: loadOrdersConfig,
  notifier: loadNotifierConfig,
  projector: loadProjectorConfig,
  bridge: loadBridgeConfig,
  operations: loadOperationsConfig,
} as const;

type Service = keyof typeof loaders;

const all = Object.keys(loaders) as Service[];

const signingKey = generateSigningKey();
const ownSecret = 'q7Zk2Vx9Lr4Tn8Wb3Hd6Jm1Yc5Pf0Gs-uEoAiKv_R';

/** What a careful operator sets: everything encrypted, every secret one's own. */
const careful: Env = {
  NODE_ENV: 'production',
  EVENTSTORE_URL:
    'esdb://shop:x7Kq2vR9@es1.example:2113,es2.example:2113,es3.example:2113?tls=true',
  KAFKA_BROKERS: 'k1.example:9093,k2.example:9093',
  KAFKA_SSL: 'on',
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: 'orders',
  KAFKA_SASL_PASSWORD: 'Wm4x9Tq2Lz7Rk5Vn',
  DATABASE_URL: 'postgres://orders:hV7r2Kx9@db.example/quicksale?sslmode=verify-full',
  REDIS_URL: 'rediss://cache.example:6380',
  AUTH_URL: 'https://auth.example',
  INVENTORY_URL: 'https://inventory.example',
  ORDERS_URL: 'https://orders.example',
  NOTIFIER_URL: 'https://notifier.example',
  OPERATIONS_URL: 'https://operations.example',
  AUTH_SIGNING_KEY: signingKey,
  REFRESH_TOKEN_SECRET: ownSecret,
  ADMIN_EMAIL: 'boss@shop.example',
  ADMIN_PASSWORD: 'Xq9v-Lr4t-Wb3h',
};

/** What the service says to this environment; [] when it would start. */
const complaints = (service: Service, env: Env): readonly string[] => {
  try {
    loaders[service](env);

    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const withStore: readonly Service[] = ['inventory', 'orders', 'projector', 'operations'];
const withKafka: readonly Service[] = ['inventory', 'orders', 'notifier', 'bridge', 'operations'];
const withRedis: readonly Service[] = ['gateway', 'inventory'];

type Case = Readonly<{ services: readonly Service[]; variable: string; values: readonly string[] }>;

const refused: Readonly<Record<string, Case>> = {
  'S1: signing keys': {
    services: ['auth'],
    variable: 'AUTH_SIGNING_KEY',
    values: ['', 'secret', 'changeme', ownSecret, signingKey.slice(0, 80)],
  },
  'S1: refresh token secrets': {
    services: ['auth'],
    variable: 'REFRESH_TOKEN_SECRET',
    values: [
      '',
      'secret',
      'changeme',
      ownSecret.slice(0, 31),
      'a'.repeat(64),
      `${ownSecret}secret`,
    ],
  },
  'S1: equal secrets': {
    services: ['auth'],
    variable: 'REFRESH_TOKEN_SECRET',
    values: [signingKey, ` ${signingKey} `],
  },
  'S2: admin passwords': {
    services: ['auth'],
    variable: 'ADMIN_PASSWORD',
    values: [
      'admin123',
      'admin/admin123',
      'changeme',
      'password1234',
      'quicksale-quicksale',
      'short',
    ],
  },
  'S2, S5: accounts of the event store': {
    services: withStore,
    variable: 'EVENTSTORE_URL',
    values: [
      'esdb://admin:changeit@es1.example:2113',
      'esdb://admin:change%69t@127.0.0.1:2113?tls=false',
    ],
  },
  'S5: plaintext to the event store': {
    services: withStore,
    variable: 'EVENTSTORE_URL',
    values: [
      'esdb://es1.example:2113?tls=false',
      'esdb://127.0.0.1:2113,es2.example:2113?tls=false',
      'esdb+discover://es.example?TLS=false',
      'esdb://es1.example?keepAliveInterval=1&t-l-s=false',
      'http://es1.example:2113',
      'es1.example',
    ],
  },
  'S4: plaintext to Postgres and sample passwords': {
    services: all,
    variable: 'DATABASE_URL',
    values: [
      '',
      'postgres://orders:x@db.example/quicksale',
      'postgres://orders:x@db.example/quicksale?sslmode=disable',
      'postgres://orders:x@db.example/quicksale?sslmode=no-verify',
      'postgres://quicksale:quicksale@127.0.0.1/quicksale',
      'mysql://orders:x@127.0.0.1/quicksale',
    ],
  },
  'plaintext to Redis': {
    services: withRedis,
    variable: 'REDIS_URL',
    values: ['redis://cache.example', 'http://127.0.0.1'],
  },
  'plaintext to upstreams': {
    services: ['gateway'],
    variable: 'ORDERS_URL',
    values: ['http://orders.example', 'http://10.0.0.7:3003', 'ftp://127.0.0.1'],
  },
  'S11: modes that nobody knows': {
    services: all,
    variable: 'NODE_ENV',
    values: ['prod', 'Production', 'production '],
  },
  'S11: brokers without a port': {
    services: withKafka,
    variable: 'KAFKA_BROKERS',
    values: ['', 'k1.example', 'kafka://k1.example:9093'],
  },
};

describe('production start-up', () => {
  for (const service of all)
    it(`S4, S5: ${service} takes what is encrypted and one’s own`, () => {
      expect(complaints(service, careful)).to.deep.equal([]);
    });

  for (const [title, { services, variable, values }] of Object.entries(refused))
    for (const service of services)
      it(`${title}: ${service} refuses ${variable}, by name alone`, () => {
        for (const value of values) {
          const said = complaints(service, { ...careful, [variable]: value });
          expect(said, value).to.have.length.greaterThan(0);
          expect(said.join('; '), value).to.match(new RegExp(`(^|; )${variable} `));
          if (value.length > 12) expect(said.join()).to.not.include(value);
        }
      });

  for (const service of withKafka) {
    it(`S4: ${service} refuses a Kafka of another machine without encryption, unless it is allowed by name`, () => {
      const open = { ...careful, KAFKA_SSL: 'off' };

      expect(complaints(service, open).join()).to.match(/^KAFKA_BROKERS is plaintext/);
      expect(complaints(service, { ...open, ALLOW_PLAINTEXT: 'REDIS_URL' })).to.have.length(1);
      expect(complaints(service, { ...open, ALLOW_PLAINTEXT: 'KAFKA_BROKERS' })).to.deep.equal([]);
      const near = { ...open, KAFKA_BROKERS: 'localhost:9092,127.0.0.1:9093' };
      expect(complaints(service, near)).to.deep.equal([]);
    });

    it(`S4: ${service} refuses half an account for Kafka`, () => {
      for (const name of ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'])
        expect(complaints(service, { ...careful, [name]: '' }).join()).to.match(
          new RegExp(`^${name} is missing`),
        );
      const unknown = { ...careful, KAFKA_SASL_MECHANISM: 'gssapi' };
      expect(complaints(service, unknown).join()).to.match(/^KAFKA_SASL_MECHANISM must be one of/);
    });
  }

  it('allows plaintext by name for the variables that are named, and for no other', () => {
    const plain = {
      ...careful,
      DATABASE_URL: 'postgres://orders:hV7r2Kx9@db.example/quicksale',
      EVENTSTORE_URL: 'esdb://es1.example:2113?tls=false',
    };

    expect(complaints('orders', plain)).to.have.length(2);
    expect(complaints('orders', { ...plain, ALLOW_PLAINTEXT: 'DATABASE_URL' })).to.have.length(1);
    const both = { ...plain, ALLOW_PLAINTEXT: 'DATABASE_URL, EVENTSTORE_URL' };
    expect(complaints('orders', both)).to.deep.equal([]);
  });

  it('S4: hands the encryption and the account on to the client', () => {
    expect(kafkaOptionsOf(loadOrdersConfig(careful))).to.deep.equal({
      brokers: ['k1.example:9093', 'k2.example:9093'],
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'orders', password: 'Wm4x9Tq2Lz7Rk5Vn' },
    });
    const replicated = loadOrdersConfig({ ...careful, KAFKA_REPLICATION_FACTOR: '3' });
    expect(kafkaOptionsOf(replicated)).to.include({ replicationFactor: 3 });
  });

  it('lists everything that is wrong at once', () => {
    const names = complaints('auth', { NODE_ENV: 'production' }).map((said) => said.split(' ')[0]);

    expect(names).to.have.members(['DATABASE_URL', 'AUTH_SIGNING_KEY', 'REFRESH_TOKEN_SECRET']);
  });
});
