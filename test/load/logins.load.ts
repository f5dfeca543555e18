import { expect } from 'chai';
import { register, startAuthForTest, type AuthUnderTest } from '../services/auth/authFixture.js';
import { call } from '../support/clients/http.js';

describe('Logins by the hundred', function () {
  this.timeout(300_000);

  let auth: AuthUnderTest;
  let email: string;
  before(async () => {
    auth = await startAuthForTest({ BCRYPT_COST: '10' });
    ({ email } = await register(auth.url));
  });
  after(() => auth.stop());

  const logIn = (as: string) =>
    call(`${auth.url}/api/auth/login`, { body: { email: as, password: 'not the password' } });
  const millisecondsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();

    return performance.now() - began;
  };

  it('T12: 200 tries of a user and of nobody cannot be told apart by their time', async () => {
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let index = 0; index < 200; index += 1) {
      known.push(await millisecondsOf(() => logIn(email)));
      unknown.push(await millisecondsOf(() => logIn(`nobody${index}@example.org`)));
    }

    expect(Math.abs(medianOf(known) - medianOf(unknown))).to.be.below(5);
    expect(Math.abs(mannWhitneyZ(known, unknown))).to.be.below(2.58);
  });

  it('T14: 500 in a second are answered or refused, and health is told meanwhile', async () => {
    const health: number[] = [];
    const logins = Array.from({ length: 500 }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 2));

      return (await logIn(email)).status;
    });
    for (const until = performance.now() + 3_000; performance.now() < until;)
      health.push(await millisecondsOf(() => call(`${auth.url}/health`)));
    const statuses = new Set(await Promise.all(logins));
    health.sort((a, b) => a - b);

    expect([401, 503]).to.include.members([...statuses]);
    expect(health[Math.floor(health.length * 0.99)]).to.be.below(100);
  });
});

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/**
 * The standard score of the U statistic: within ±2.58 the samples may well be of one distribution
 * (p > 0.01).
 */
const mannWhitneyZ = (one: readonly number[], two: readonly number[]): number => {
  const wins = one.reduce((sum, a) => sum + two.filter((b) => a > b).length, 0);
  const mean = (one.length * two.length) / 2;
  const deviation = Math.sqrt((one.length * two.length * (one.length + two.length + 1)) / 12);

  return (wins - mean) / deviation;
};
