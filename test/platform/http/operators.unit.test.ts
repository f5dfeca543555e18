import { expect } from 'chai';
import type { IncomingMessage } from 'node:http';
import { networks } from '../../../platform/config/index.js';
import { requireOperator } from '../../../platform/http/frame/operators.js';

const allowed = networks(['10.1.2.0/24', '2001:db8::/32']);

const from = (remoteAddress: string | undefined, headers = {}): IncomingMessage =>
  ({ socket: { remoteAddress, localAddress: '192.168.1.5' }, headers }) as never;

const isLetIn = (request: IncomingMessage): boolean => {
  try {
    requireOperator(request, allowed);

    return true;
  } catch (error) {
    expect(error).to.include({ status: 404, code: 'ROUTE_NOT_FOUND' });

    return false;
  }
};

describe('Operations endpoints: who may read them', () => {
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1', '192.168.1.5'])
    it(`lets this machine in: ${address}`, () => {
      expect(isLetIn(from(address))).to.equal(true);
    });

  for (const address of ['10.1.2.77', '::ffff:10.1.2.77', '2001:db8:1::7'])
    it(`lets in who is allowed: ${address}`, () => {
      expect(isLetIn(from(address))).to.equal(true);
    });

  for (const address of [
    '10.1.3.1',
    '192.168.1.6',
    '8.8.8.8',
    '2001:db9::1',
    'nonsense',
    undefined,
  ])
    it(`is 404 to anybody else: ${address ?? 'a closed socket'}`, () => {
      expect(isLetIn(from(address))).to.equal(false);
    });

  for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
    it(`is 404 to what a proxy forwards, even from here: ${header}`, () => {
      expect(isLetIn(from('127.0.0.1', { [header]: '127.0.0.1' }))).to.equal(false);
      expect(isLetIn(from('10.1.2.77', { [header]: '' }))).to.equal(false);
    });
});
