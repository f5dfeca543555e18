import { expect } from 'chai';
import { adminLine, summary } from '../../embedded/launcher/report.js';

const endpoints = {
  gateway: 'http://127.0.0.1:3000',
  auth: 'http://127.0.0.1:3001',
  inventory: 'http://127.0.0.1:3002',
  orders: 'http://127.0.0.1:3003',
  notifier: 'http://127.0.0.1:3004',
  projector: 'http://127.0.0.1:3005',
  bridge: 'http://127.0.0.1:3006',
  operations: 'http://127.0.0.1:3007',
  eventStore: 'esdb://shop:planted@a:2113,b:2114,c:2115?tls=false',
  kafka: 'k1.example:9092,k2.example:9092',
  postgres: 'postgres://shop:planted@db.example/shop',
  redis: 'redis://:planted@cache.example',
};

describe('The summary of a start', () => {
  it('names every host of the event store, and where its pages are', () => {
    expect(summary(endpoints, '/data')).to.include(
      'esdb://shop:***@a:2113,b:2114,c:2115?tls=false (streams: http://a:2113/web)',
    );
    const encrypted = { ...endpoints, eventStore: 'esdb+discover://cluster.example' };
    expect(summary(encrypted, '/data')).to.include(
      'esdb+discover://cluster.example:2113 (streams: https://cluster.example:2113/web)',
    );
  });

  it('has no password', () => {
    expect(summary(endpoints, '/data'))
      .to.include('postgres://shop:***@db.example/shop')
      .and.include('redis://:***@cache.example')
      .and.not.include('planted');
  });

  it('says who may log in as an admin, and where the password is, but not the password', () => {
    const env = { ADMIN_EMAIL: 'ann@example.com', ADMIN_PASSWORD: 'planted' };

    expect(adminLine('ann@example.com', env))
      .to.include('ann@example.com (ADMIN_EMAIL), password as in ADMIN_PASSWORD')
      .and.not.include('planted');
    expect(adminLine('admin@quicksale.local', {})).to.include('password in secrets.json');
  });
});
