import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { createTokenVerifier } from '../../../../platform/identity/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { signAccessToken } from '../../../../services/auth/sessions/accessTokens.js';
import { createKeyLease } from '../../../../services/auth/signingKeys/keyLease.js';
import { readKeySet } from '../../../../services/auth/signingKeys/publishedKeys.js';
import {
  generateSigningKey,
  parseSigningKey,
} from '../../../../services/auth/signingKeys/signingKey.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

describe('auth: the lease of a signing key', () => {
  it('T6: keeps two keys valid for as long as both are in use', async () => {
    const [one, other] = [leaseOf(), leaseOf()];
    await one.lease.keyToSignWith();
    await other.lease.keyToSignWith();
    const stopping = new AbortController();
    const renewing = [one, other].map(({ lease }) => lease.keepRenewing(stopping.signal));

    for (let hour = 0; hour < 3; hour += 1) {
      await passTime('59 minutes');
      await eventually(async () => expect(await minutesLeft()).to.be.above(58), 2_000);
      expect(await validKids()).to.have.members([one.kid, other.kid]);
    }
    stopping.abort();
    await Promise.all(renewing);
  });

  it('T6: ends a key within an hour that nobody uses any more', async () => {
    const { lease, kid } = leaseOf();
    await lease.keyToSignWith();
    await passTime('61 minutes');

    expect(await validKids()).to.not.include(kid);
  });

  it('T6: signs with a key beside another one only when every service knows it', async () => {
    await leaseOf().lease.keyToSignWith();
    const verifier = createTokenVerifier({ url: database.url, logger });
    await verifier.ready();
    const began = performance.now();
    const key = await leaseOf().lease.keyToSignWith();

    expect(performance.now() - began).to.be.above(1_900);
    const bearer = { userId: randomUUID(), role: 'customer', sessionId: randomUUID() } as const;
    expect(verifier.verify(signAccessToken(key, bearer))).to.include({ userId: bearer.userId });
    await verifier.stop();
  });

  it('T6: signs with the first key of all at once', async () => {
    const began = performance.now();
    await leaseOf().lease.keyToSignWith();

    expect(performance.now() - began).to.be.below(1_900);
  });

  it('publishes a key again before it signs, when the machine slept for longer', async () => {
    const { lease, kid } = leaseOf();
    await lease.keyToSignWith();
    await passTime('2 hours');
    await new Promise((resolve) => setTimeout(resolve, 3 * renewEveryMs));
    await lease.keyToSignWith();

    expect(await validKids()).to.deep.equal([kid]);
  });

  it('gives the key of an older release, which does not renew it, a day', async () => {
    await database.query(`INSERT INTO auth.signing_keys (kid, public_jwk) VALUES ('old', '{}')`);
    await leaseOf().lease.keyToSignWith();

    await passTime('23 hours');
    expect(await validKids()).to.deep.equal(['old']);
    await passTime('2 hours');
    expect(await validKids()).to.deep.equal([]);
  });

  const renewEveryMs = 40;
  const logger = createLogger({ name: 'test', level: 'silent' });
  let database: Database;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger });
  });

  beforeEach(() => database.query('DELETE FROM auth.signing_keys'));

  after(() => database.stop());

  const leaseOf = () => {
    const signingKey = parseSigningKey(generateSigningKey());

    return {
      kid: signingKey.kid,
      lease: createKeyLease({ database, signingKey, logger, renewEveryMs }),
    };
  };

  const passTime = (interval: string) =>
    database.query(`UPDATE auth.signing_keys SET retired_at = retired_at - interval '${interval}'`);

  const validKids = async () => (await readKeySet(database)).keys.map(({ kid }) => kid);

  const minutesLeft = async (): Promise<number> => {
    const [row] = await database.query<{ minutes: number }>(
      `SELECT (extract(epoch FROM min(retired_at) - now()) / 60)::float AS minutes
       FROM auth.signing_keys`,
    );

    return row?.minutes ?? 0;
  };
});
