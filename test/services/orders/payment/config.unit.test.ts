import { expect } from 'chai';
import { loadOrdersConfig } from '../../../../services/orders/config.js';

const env = {
  DATABASE_URL: 'postgres://127.0.0.1/quicksale',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  KAFKA_BROKERS: '127.0.0.1:9092',
};

const production = { ...env, NODE_ENV: 'production' };

describe('orders: the configuration of payments', () => {
  it('has a provider, and no webhook, unless it is said', () => {
    expect(loadOrdersConfig(env)).to.include({ payments: 'external', paymentWebhookSecret: null });
  });

  it('simulates them outside production only', () => {
    expect(loadOrdersConfig({ ...env, PAYMENTS: 'simulated' }).payments).to.equal('simulated');
    expect(() => loadOrdersConfig({ ...production, PAYMENTS: 'simulated' })).to.throw(
      'PAYMENTS must not be simulated in production',
    );
    expect(() => loadOrdersConfig({ ...env, PAYMENTS: 'maybe' })).to.throw(
      'PAYMENTS must be one of',
    );
  });

  it('takes no secret that can be guessed', () => {
    const withSecret = (secret: string) => ({ ...env, PAYMENT_WEBHOOK_SECRET: secret });
    expect(() => loadOrdersConfig(withSecret('short'))).to.throw('PAYMENT_WEBHOOK_SECRET');
    expect(() =>
      loadOrdersConfig({
        ...production,
        PAYMENT_WEBHOOK_SECRET: 'change-me-to-a-secret-of-at-least-32-bytes',
      }),
    ).to.throw('PAYMENT_WEBHOOK_SECRET');
  });
});
