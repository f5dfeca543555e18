import { parseConnectionString as parseByClient } from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { expect } from 'chai';
import {
  parseConnectionString,
  shownAddress,
  toClientString,
} from '../../../platform/config/index.js';
import { eventStoreAddress } from '../../../platform/config/addresses.js';

/** Forms that the client takes as they are. */
const taken = [
  'esdb://localhost',
  'esdb://localhost:2113',
  'esdb://127.0.0.1:2113?tls=false',
  'esdb://a:2113,b:2113,c:2113',
  'esdb://a:2113,b:2114/?tls=true&nodePreference=follower',
  'esdb://a,b,c?node_preference=ReadOnlyReplica',
  'esdb+discover://cluster.example?maxDiscoverAttempts=30&discovery-interval=200',
  'esdb+discover://shop:pl%40nted@cluster.example:2113?gossipTimeout=10',
  'esdb://shop:planted@a:2113,b:2113,c:2113?tls=false&defaultDeadline=5000',
  'esdb://shop:p!a/n?t$e+d@a:2113?T-L-S=false',
  ' esdb://a:2113// ',
  'esdb://a:2113?connectionName=my%20shop&tlsCAFile=%2Fetc%2Fca.pem',
  'esdb://a:2113?userCertFile=one.crt&userKeyFile=one.key&keepAliveInterval=-1&keepAliveTimeout=-1',
  'esdb://a:2113?throwOnAppendFailure=false',
];

const refused = {
  'another scheme': 'http://shop:planted@a:2113',
  'no scheme': 'a:2113',
  'no host': 'esdb://shop:planted@',
  'no host before the options': 'esdb://?tls=false',
  'a port that is no number': 'esdb://shop:planted@a:planted',
  'a port that is too high': 'esdb://a:70000',
  'two ports': 'esdb://a:2113:2114',
  IPv6: 'esdb://[::1]:2113',
  'a user without a password': 'esdb://planted@a:2113',
  'credentials that are not percent-encoded': 'esdb://shop:plan%ted@a:2113',
  'an option without a value': 'esdb://shop:planted@a:2113?tls',
  'a switch that is none': 'esdb://shop:planted@a:2113?tls=planted',
  'a number that is none': 'esdb://shop:planted@a:2113?gossipTimeout=planted',
  'a preference that is none': 'esdb://shop:planted@a:2113?nodePreference=planted',
};

const mode = { production: false, plaintextAllowed: false };

describe('A connection string of the event store', () => {
  for (const text of taken)
    it(`is understood as the client does: ${text}`, () => {
      const canonical = eventStoreAddress(text, mode);

      expect(parseByClient(canonical)).to.deep.equal(parseByClient(text));
    });

  for (const [what, text] of Object.entries(refused))
    it(`is refused with ${what}, without its value`, () => {
      expect(() => eventStoreAddress(text, mode))
        .to.throw(/^(must|has|names) /)
        .with.property('message')
        .that.does.not.include('planted');
    });

  it('may have hosts that the client alone would not understand', () => {
    expect(parseByClient(canonicalOf('esdb://a/,b:2113/')).hosts).to.deep.equal([
      { address: 'a', port: 2113 },
      { address: 'b', port: 2113 },
    ]);
  });

  it('may have a colon in its password, which the client alone would cut off', () => {
    expect(parseByClient(canonicalOf('esdb://shop:pl:an:ted@a')).defaultCredentials).to.deep.equal({
      username: 'shop',
      password: 'pl:an:ted',
    });
  });

  it('loses options that would make the client write it to the console', () => {
    const text = 'esdb://shop:planted@a:2113?tlsVerifyCert=false&colour=red&tls=true';

    expect(canonicalOf(text)).to.equal('esdb://shop:planted@a:2113?tls=true');
    expect(parseConnectionString(text).ignored).to.deep.equal(['tlsVerifyCert', 'colour']);
  });
});

describe('An address for people', () => {
  for (const [address, shown] of [
    ['esdb://shop:planted@a:2113,b:2113?tls=false', 'esdb://shop:***@a:2113,b:2113?tls=false'],
    ['esdb+discover://a', 'esdb+discover://a:2113'],
    ['esdb://planted@a', 'esdb://…'],
    ['postgres://shop:planted@db:5432/shop', 'postgres://shop:***@db:5432/shop'],
    ['postgres://db/shop?user=shop&password=planted', 'postgres://db/shop?user=shop&password=***'],
    ['postgres://shop:pl#anted@db/shop', 'postgres://…'],
    ['redis://:planted@cache:6379', 'redis://:***@cache:6379'],
    ['k1.example:9093, k2.example:9093', 'k1.example:9093, k2.example:9093'],
    ['shop:planted@k1.example:9093', '…'],
  ] as const)
    it(`is ${shown}`, () => {
      expect(shownAddress(address)).to.equal(shown);
    });
});

const canonicalOf = (text: string): string => toClientString(parseConnectionString(text));
