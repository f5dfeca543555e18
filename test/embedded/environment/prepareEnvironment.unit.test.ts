import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareEnvironment } from '../../../embedded/environment/index.js';
import { meantName } from '../../../embedded/environment/names.js';
import { root } from '../../architecture/repository.js';

const example = readFileSync(join(root, '.env.example'), 'utf8');
const known = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => name);

describe('The environment of an npm command', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'quicksale-environment-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const prepare = (given: NodeJS.ProcessEnv, dotEnv = '') => {
    writeFileSync(join(folder, '.env'), dotEnv);
    const env = { ...given };
    const said: string[] = [];
    prepareEnvironment({ env, folder, known, say: (sentence) => said.push(sentence) });

    return { env, said };
  };

  it('takes from .env what the shell does not set', () => {
    const { env } = prepare({ HOST: '::1' }, 'HOST=127.0.0.1\nREDIS_PORT=7');

    expect(env).to.include({ HOST: '::1', REDIS_PORT: '7' });
  });

  for (const [wrong, meant] of [
    ['EVENTSTORE_URI', 'EVENTSTORE_URL'],
    ['EVENT_STORE_URL', 'EVENTSTORE_URL'],
    ['EVENTSTROE_URL', 'EVENTSTORE_URL'],
    ['eventstore_url', 'EVENTSTORE_URL'],
    ['KAFKA_BROKER', 'KAFKA_BROKERS'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['REDIS_URLS', 'REDIS_URL'],
    ['QUICKSALE_DATAA', 'QUICKSALE_DATA'],
  ] as const)
    it(`is refused with ${wrong}, in the shell and in .env, and ${meant} is suggested`, () => {
      const sentence = `${wrong} is not a variable of QuickSale; did you mean ${meant}?`;

      expect(() => prepare({ [wrong]: 'x' })).to.throw(sentence);
      expect(() => prepare({}, `\n${wrong}=x`)).to.throw(`.env, line 2: ${sentence}`);
    });

  it('is taken as it is where the right name is set, too', () => {
    expect(prepare({ DATABASE_URI: 'x', DATABASE_URL: 'y' }).said).to.deep.equal([
      'DATABASE_URI is not a variable of QuickSale; DATABASE_URL is',
    ]);
  });

  it('says what has no effect', () => {
    const { said } = prepare({ LOGLEVEL: 'debug', KAFKA_BROKERS: ' ' }, 'SHOP_COLOUR=red');

    expect(said).to.have.members([
      '.env: SHOP_COLOUR is not a variable of QuickSale',
      'LOGLEVEL is not a variable of QuickSale; LOG_LEVEL is',
      'KAFKA_BROKERS is set, but empty: it counts as not set',
    ]);
  });

  it('says nothing about the variables of others', () => {
    const others = {
      ...{ HOME: '/', HOSTNAME: 'a', POSTGRES_HOST: 'b', KAFKA_HOME: 'c', OAUTH_URL: 'd' },
      ...{ LOGNAME: 'e', REDIS_HOST: 'f', DATABASE_NAME: 'g', NODE_HOME: 'h', PORT: '1' },
    };

    expect(prepare(others).said).to.deep.equal([
      'OAUTH_URL is not a variable of QuickSale; AUTH_URL is',
    ]);
  });

  it('leaves out empty values, and blanks around others but around secrets', () => {
    const { env } = prepare({ ADMIN_EMAIL: '', HOST: ' ::1\r', ADMIN_PASSWORD: ' pass ' });

    expect(env).to.include({ HOST: '::1', ADMIN_PASSWORD: ' pass ' });
    expect(env).to.not.have.property('ADMIN_EMAIL');
  });

  it('knows no near name for one of ours', () => {
    for (const name of known) expect(meantName(name, known), name).to.equal(null);
  });
});
