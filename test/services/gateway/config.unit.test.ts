import { expect } from 'chai';
import { loadGatewayConfig } from '../../../services/gateway/config.js';

describe('gateway: configuration', () => {
  const env = { DATABASE_URL: 'postgres://127.0.0.1/quicksale' };
  const production = { ...env, NODE_ENV: 'production' };

  it('has the limits of the contract unless others are set', () => {
    const config = loadGatewayConfig(env);
    const points = [
      config.limitOfLogin,
      config.limitOfRegister,
      config.limitOfOrders,
      config.limitOfReserve,
      config.limitOfPayments,
      config.limitOfDefault,
    ].map((rate) => rate !== 'off' && rate.points);

    expect(points).to.deep.equal([5, 3, 10, 50, 1_200, 100]);
    expect(loadGatewayConfig({ ...env, RATE_LIMIT_LOGIN: 'off' }).limitOfLogin).to.equal('off');
  });

  const wrong: Readonly<Record<string, string>> = {
    RATE_LIMIT_LOGIN: 'off',
    RATE_LIMIT_DEFAULT: '100',
    ORDERS_URL: 'http://orders.example:3003',
    REDIS_URL: 'redis://cache.example',
    DATABASE_URL: 'postgres://db.example/quicksale',
    TRUSTED_PROXIES: 'everybody',
    OPERATIONS_ALLOW: '10.0.0.0/8,anybody',
    GATEWAY_PORT: '99999',
  };
  for (const [variable, value] of Object.entries(wrong))
    it(`S1, S11: names ${variable} when production must not have it`, () => {
      expect(() => loadGatewayConfig({ ...production, [variable]: value })).to.throw(variable);
    });
});
