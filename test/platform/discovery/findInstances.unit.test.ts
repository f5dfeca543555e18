import { expect } from 'chai';
import { findInstances, urlOfInstance } from '../../../platform/discovery/index.js';

const addresses: Readonly<Record<string, readonly string[]>> = {
  orders: ['10.0.0.2', '10.0.0.1', 'fd00::1'],
  auth: ['10.0.0.3'],
  notifier: ['fd00::2', 'fd00::3'],
};

const find = async (...urls: readonly string[]) => {
  const found = await findInstances(urls, (host) =>
    Promise.resolve(
      (addresses[host] ?? []).map((address) => ({
        address,
        family: address.includes(':') ? 6 : 4,
      })),
    ),
  );

  return found.map(urlOfInstance);
};

describe('finding the processes of a service', () => {
  it('takes every address of a name, of one family', async () => {
    expect(await find('http://orders:3003/', 'http://notifier')).to.deep.equal([
      'http://10.0.0.1:3003',
      'http://10.0.0.2:3003',
      'http://[fd00::2]',
      'http://[fd00::3]',
    ]);
  });

  it('leaves a name that stands for one, an address, and what has a certificate', async () => {
    const urls = ['http://auth:3001', 'http://127.0.0.1:1', 'http://[::1]:1', 'https://orders'];

    expect(await find(...urls)).to.deep.equal(urls);
  });

  it('rejects when a name is not known', async () => {
    const unknown = findInstances(['http://orders'], () => Promise.reject(new Error('ENOTFOUND')));

    expect(await unknown.then(() => 'found', String)).to.include('ENOTFOUND');
  });
});
