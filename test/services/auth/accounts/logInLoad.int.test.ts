import { expect } from 'chai';
import { timeLimitHeader } from '../../../../platform/http/index.js';
import { call } from '../../../support/clients/http.js';
import { register, startAuthForTest, type AuthUnderTest } from '../authFixture.js';

describe('auth: logins that cost time', () => {
  let auth: AuthUnderTest;
  before(async () => {
    auth = await startAuthForTest({ BCRYPT_COST: '9' });
  });
  after(() => auth.stop());

  const logIn = async (email: string): Promise<Readonly<{ status: number; ms: number }>> => {
    const began = performance.now();
    const body = { email, password: 'not the password' };
    // as long as the gateway waits for a service that hashes
    const headers = { [timeLimitHeader]: '9000' };
    const { status } = await call(`${auth.url}/api/auth/login`, { body, headers });

    return { status, ms: performance.now() - began };
  };
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

  it('T12: takes as long for nobody as for somebody', async () => {
    const { email } = await register(auth.url);
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let index = 0; index < 15; index += 1) {
      known.push((await logIn(email)).ms);
      unknown.push((await logIn('nobody@example.org')).ms);
    }

    // A missing hash would answer in a tenth of the time; a noisy machine stays well within a half.
    expect(median(unknown) / median(known)).to.be.within(0.5, 2);
  });

  it('T14: refuses what it cannot hash in time, and stays awake meanwhile', async () => {
    const flood = Promise.all(Array.from({ length: 150 }, () => logIn('nobody@example.org')));
    const healthMs: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const began = performance.now();
      expect((await call(`${auth.url}/health`)).status).to.equal(200);
      healthMs.push(performance.now() - began);
    }
    const statuses = new Set((await flood).map(({ status }) => status));

    expect(statuses).to.deep.equal(new Set([401, 503]));
    // the first comes behind all that connect at once
    expect(Math.min(...healthMs)).to.be.below(1000);
  });
});
