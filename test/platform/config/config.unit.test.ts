import { expect } from 'chai';
import {
  boolean,
  ConfigError,
  integer,
  list,
  loadConfig,
  oneOf,
  port,
  rate,
  secret,
  url,
} from '../../../platform/config/index.js';

const schema = {
  port: { variable: 'TEST_PORT', parse: port, default: 3000, describe: 'the port' },
  level: {
    variable: 'TEST_LEVEL',
    parse: oneOf('low', 'high'),
    default: 'low',
    describe: 'how much',
  },
  database: { variable: 'TEST_DATABASE', parse: url, describe: 'the database' },
  cache: { variable: 'TEST_CACHE', parse: url, default: null, describe: 'the cache' },
  key: {
    variable: 'TEST_KEY',
    parse: secret,
    default: () => 'made up at the start of this process alone',
    requiredInProduction: true,
    describe: 'the key',
  },
} as const;

const enough = { TEST_DATABASE: 'postgres://127.0.0.1/x' };
const ownSecret = 'b1946ac92492d2347c6235b4d2611184';
const production = { ...enough, NODE_ENV: 'production', TEST_KEY: ownSecret };

const wrongIn = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    loadConfig(schema, env);

    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('configuration', () => {
  it('takes what is set, defaults for the rest, and cannot be changed', () => {
    const config = loadConfig(schema, {
      ...enough,
      TEST_PORT: '0',
      TEST_LEVEL: 'high',
      TEST_CACHE: '',
    });

    expect(config).to.include({ port: 0, level: 'high', cache: null });
    expect(config).to.be.frozen;
  });

  it('S11: names every wrong variable at once, and never its value', () => {
    const problems = wrongIn({ TEST_PORT: '70000', TEST_LEVEL: 'canary-value', TEST_KEY: 'short' });

    expect(problems).to.have.length(4);
    for (const name of ['TEST_PORT', 'TEST_LEVEL', 'TEST_DATABASE', 'TEST_KEY'])
      expect(problems.filter((problem) => problem.startsWith(name))).to.have.length(1);
    expect(problems.join()).to.not.contain('canary-value');
  });

  it('leaves blanks and line ends around a value away, but not around a secret', () => {
    const secrets = { key: { ...schema.key, isSecret: true } };
    const spaced = {
      ...enough,
      TEST_LEVEL: ' high\r',
      TEST_CACHE: ' \t',
      TEST_KEY: ` ${ownSecret}`,
    };

    expect(loadConfig(schema, spaced)).to.include({ level: 'high', cache: null });
    expect(loadConfig(secrets, spaced).key).to.equal(` ${ownSecret}`);
  });

  for (const quoted of ['"low"', "'low'", '“low”', '`low`'])
    it(`refuses a value that is still in quotes: ${quoted}`, () => {
      expect(wrongIn({ ...enough, TEST_LEVEL: quoted }).join()).to.match(
        /^TEST_LEVEL is in quotes/,
      );
    });

  it('says what a port is that looks like a link of Docker or Kubernetes', () => {
    expect(wrongIn({ ...enough, TEST_PORT: 'tcp://10.0.0.1:80' }).join()).to.match(
      /^TEST_PORT is a link of Docker or Kubernetes/,
    );
  });

  describe('with a variable that has two names', () => {
    const two = { store: { ...schema.database, alias: 'TEST_STORE' } };
    const load = (env: NodeJS.ProcessEnv) => () => loadConfig(two, env).store;
    const [one, other] = ['redis://one.example', 'redis://other.example'];

    it('takes either, and both when they agree', () => {
      expect(load({ TEST_DATABASE: one })()).to.equal(one);
      expect(load({ TEST_STORE: one })()).to.equal(one);
      expect(load({ TEST_STORE: one, TEST_DATABASE: '' })()).to.equal(one);
      expect(load({ TEST_STORE: one, TEST_DATABASE: one })()).to.equal(one);
    });

    it('refuses both when they differ, without their values', () => {
      expect(load({ TEST_STORE: one, TEST_DATABASE: other }))
        .to.throw(ConfigError, /TEST_DATABASE and TEST_STORE are both set and differ/)
        .with.property('message')
        .that.does.not.include('example');
    });

    it('allows plaintext by either', () => {
      for (const ALLOW_PLAINTEXT of ['TEST_STORE', 'TEST_DATABASE'])
        expect(load({ NODE_ENV: 'production', TEST_STORE: one, ALLOW_PLAINTEXT })()).to.equal(one);
    });
  });

  describe('in production', () => {
    it('S1: wants secrets of one’s own', () => {
      expect(wrongIn(production)).to.be.empty;
      const weak = [
        '',
        'short',
        'a'.repeat(40),
        'my-secret-my-secret-my-secret-my-secret',
        'changeme-0123456789-0123456789-0123456789',
      ];
      for (const TEST_KEY of weak)
        expect(wrongIn({ ...production, TEST_KEY }), TEST_KEY).to.match(/^TEST_KEY /);
    });

    it('refuses plaintext to other machines unless it is allowed by name', () => {
      const remote = [
        'postgres://db.example/x',
        'redis://cache.example',
        'http://orders.example',
        'esdb://store.example?tls=false',
      ];
      for (const TEST_DATABASE of remote) {
        expect(wrongIn({ ...production, TEST_DATABASE })).to.match(/^TEST_DATABASE is plaintext/);
        const allowed = { ...production, TEST_DATABASE, ALLOW_PLAINTEXT: 'OTHER, TEST_DATABASE' };
        expect(wrongIn(allowed)).to.be.empty;
      }
      const secure = [
        'postgres://db.example/x?sslmode=verify-full',
        'rediss://cache.example',
        'https://orders.example',
        'esdb://store.example?tls=true',
        'postgres://127.0.0.1/x',
        'http://[::1]:3000',
      ];
      for (const TEST_DATABASE of secure)
        expect(wrongIn({ ...production, TEST_DATABASE }), TEST_DATABASE).to.be.empty;
    });
  });

  describe('parsers', () => {
    const development = { production: false, plaintextAllowed: false };
    const inProduction = { ...development, production: true };

    it('read rates', () => {
      expect(rate('10/60', development)).to.deep.equal({ points: 10, seconds: 60 });
      expect(rate('off', development)).to.equal('off');
      for (const text of ['10', '0/60', '10/0', '-1/60', '1.5/60', '10/60/1', ''])
        expect(() => rate(text, development), text).to.throw('must be <points>/<seconds>');
      expect(() => rate('off', inProduction)).to.throw('must be <points>/<seconds>');
    });

    it('read numbers, switches and lists', () => {
      expect(integer({ min: 1, max: 5 })('5')).to.equal(5);
      for (const text of ['0', '6', '1.5', '1e1', ' 1', 'x'])
        expect(() => integer({ min: 1, max: 5 })(text), text).to.throw('must be a whole number');
      expect(['on', 'true', 'off', 'false'].map(boolean)).to.deep.equal([true, true, false, false]);
      expect(() => boolean('yes')).to.throw('must be on or off');
      expect(list(' a, b ,,c')).to.deep.equal(['a', 'b', 'c']);
    });
  });
});
