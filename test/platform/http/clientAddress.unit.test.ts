import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { networks } from '../../../platform/config/index.js';
import { clientAddressOf } from '../../../platform/http/index.js';

/** Of a request that the proxy 127.0.0.1 has forwarded. */
const addressOf = (forwardedFor: string, trusted: readonly string[] = []): string =>
  clientAddressOf(
    {
      socket: { remoteAddress: '127.0.0.1' },
      headers: { 'x-forwarded-for': forwardedFor },
    } as unknown as IncomingMessage,
    networks(['127.0.0.1', ...trusted]),
  );

describe('The address of a client behind a proxy', () => {
  it('is the same whatever port the proxy says as well', () => {
    for (const hop of ['20.1.2.3', '20.1.2.3:50211', '20.1.2.3:1', '[::ffff:20.1.2.3]:80'])
      expect(addressOf(hop), hop).to.equal('20.1.2.3');
    for (const hop of ['2001:db8:1:2::7', '[2001:db8:1:2::7]', '[2001:db8:1:2::7]:443'])
      expect(addressOf(hop), hop).to.equal('2001:db8:1:2');
  });

  it('is that before a trusted proxy, also where ports are said', () => {
    expect(addressOf('20.1.2.3:50211, 10.0.0.9:4711', ['10.0.0.0/8'])).to.equal('20.1.2.3');
    expect(addressOf('1.1.1.1, 20.1.2.3:50211, [2001:db8::9]:1', ['2001:db8::/32'])).to.equal(
      '20.1.2.3',
    );
  });

  it('is the IPv4 address of one that is mapped to IPv6, by its bits and not by its spelling', () => {
    for (const hop of ['::ffff:1.2.3.4', '::FFFF:102:304', '0:0:0:0:0:ffff:0102:0304'])
      expect(addressOf(hop), hop).to.equal('1.2.3.4');
    expect(addressOf('::ffff:102:305')).to.equal('1.2.3.5');
    expect(addressOf('::ffff:102:304, ::ffff:a00:9', ['10.0.0.0/8'])).to.equal('1.2.3.4');
  });

  it('is the network of any other that ends in digits and dots', () => {
    expect(addressOf('2001:db8:1234:5678::1.2.3.4')).to.equal('2001:db8:1234:5678');
    expect(addressOf('2001:db8:1234:5678::9.9.9.9')).to.equal('2001:db8:1234:5678');
    expect(addressOf('64:ff9b::1.2.3.4')).to.equal('64:ff9b:0:0');
  });

  it('has one spelling', () => {
    for (const hop of ['2001:DB8::1', '2001:0db8:0:0::1', '2001:db8:0000::2', '2001:db8::3%eth0'])
      expect(addressOf(hop), hop).to.equal('2001:db8:0:0');
    expect(addressOf('::1')).to.equal('0:0:0:0');
  });

  it('is what the proxy says where that is no address', () => {
    for (const hop of ['unknown', '_hidden', '20.1.2.3:', '20.1.2.3:x', '[', ''])
      expect(addressOf(hop), hop).to.equal(hop);
  });
});
