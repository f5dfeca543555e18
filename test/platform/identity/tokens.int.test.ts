import { expect } from 'chai';
import {
  createHmac,
  createSign,
  generateKeyPairSync,
  randomUUID,
  type KeyObject,
} from 'node:crypto';
import { createLogger } from '../../../platform/logging/index.js';
import { Problem } from '../../../platform/http/index.js';
import { createTokenVerifier, type SessionVerifier } from '../../../platform/identity/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { freshDatabase } from '../../support/servers/postgres.js';

type Json = Readonly<Record<string, unknown>>;

const newKey = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
const encode = (value: Json | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const es256 = (signed: string, key: KeyObject): string =>
  createSign('SHA256').update(signed).sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64url');

describe('identity: access tokens', () => {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const genuine = newKey();
  const kid = 'key-1';
  let database: Database;
  let verifier: SessionVerifier;
  before(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger });
    await publish(kid, genuine.publicKey);
    verifier = createTokenVerifier({ url: database.url, logger });
    await verifier.ready();
  });
  after(async () => {
    await verifier.stop();
    await database.stop();
  });

  const publish = async (id: string, key: KeyObject) => {
    const jwk = JSON.stringify(key.export({ format: 'jwk' }));
    await database.query(
      'INSERT INTO auth.signing_keys (kid, public_jwk, created_at) VALUES ($1, $2, now())',
      [id, jwk],
    );
    await database.query("SELECT pg_notify('auth_changed', 'keys')");
  };

  const now = () => Math.floor(Date.now() / 1000);
  const claims = (): Json => ({
    iss: 'quicksale',
    aud: 'quicksale',
    sub: randomUUID(),
    role: 'customer',
    sid: randomUUID(),
    iat: now(),
    exp: now() + 60,
    jti: randomUUID(),
  });
  const header = { alg: 'ES256', typ: 'JWT', kid };
  const sign = (payload: Json | string, head: Json = header, key = genuine.privateKey): string => {
    const signed = `${encode(head)}.${encode(payload)}`;

    return `${signed}.${es256(signed, key)}`;
  };
  const codeOf = (token: string): string => {
    try {
      verifier.verify(token);

      return 'accepted';
    } catch (error) {
      return error instanceof Problem ? error.code : String(error);
    }
  };
  const becomes = async (token: string, code: string): Promise<void> => {
    const began = performance.now();
    while (codeOf(token) !== code && performance.now() - began < 2000)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(codeOf(token)).to.equal(code);
  };

  it('accepts a genuine token and says for whom it speaks', () => {
    const payload = claims();
    const { expiresAt, ...principal } = verifier.verify(sign(payload));

    expect(principal).to.deep.equal({
      userId: payload['sub'],
      role: 'customer',
      sessionId: payload['sid'],
      jti: payload['jti'],
    });
    expect(expiresAt.getTime()).to.equal(Number(payload['exp']) * 1000);
  });

  it('accepts a token of a machine whose clock is a few seconds ahead', () => {
    for (const ahead of [1, 3, 5]) {
      const iat = now() + ahead;
      expect(codeOf(sign({ ...claims(), iat, exp: iat + 60 })), `${ahead} s`).to.equal('accepted');
    }
    expect(codeOf(sign({ ...claims(), iat: now() + 30 }))).to.equal('TOKEN_INVALID');
  });

  it('T1: refuses unsigned tokens', () => {
    for (const alg of ['none', 'None', 'nOnE', '']) {
      const unsigned = `${encode({ ...header, alg })}.${encode(claims())}`;
      expect(codeOf(`${unsigned}.`), alg).to.equal('TOKEN_INVALID');
      expect(codeOf(unsigned), alg).to.equal('TOKEN_INVALID');
      expect(codeOf(`${unsigned}.${es256(unsigned, genuine.privateKey)}`)).to.equal(
        'TOKEN_INVALID',
      );
    }
    const [head, payload] = sign(claims()).split('.');
    expect(codeOf(`${head ?? ''}.${payload ?? ''}.`)).to.equal('TOKEN_INVALID');
    expect(codeOf(`${head ?? ''}.${payload ?? ''}`)).to.equal('TOKEN_INVALID');
  });

  it('T2: refuses tokens that are signed with the public key as an HMAC secret', () => {
    const spki = { type: 'spki', format: 'pem' } as const;
    const secrets = [
      genuine.publicKey.export(spki),
      JSON.stringify(genuine.publicKey.export({ format: 'jwk' })),
    ];
    for (const [alg, hash] of Object.entries({ HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }))
      for (const secret of secrets) {
        const signed = `${encode({ ...header, alg })}.${encode(claims())}`;
        const mac = createHmac(hash, secret).update(signed).digest('base64url');
        expect(codeOf(`${signed}.${mac}`), alg).to.equal('TOKEN_INVALID');
      }
  });

  it('T2: refuses every other algorithm, also of the same family', () => {
    for (const alg of ['ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'es256'])
      expect(codeOf(sign(claims(), { ...header, alg })), alg).to.equal('TOKEN_INVALID');
  });

  it('T3: lets the header choose nothing but a known key', () => {
    const stranger = newKey();
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    const heads: readonly Json[] = [
      { alg: 'ES256', typ: 'JWT' },
      { ...header, kid: '../../dev/null' },
      { ...header, kid: "' OR 1=1 --" },
      { ...header, kid: ['key-1'] },
      { ...header, kid: '__proto__' },
      { ...header, jwk },
      { ...header, jku: 'http://127.0.0.1:1/keys' },
      { ...header, x5u: 'http://127.0.0.1:1/certificate' },
      { ...header, crit: ['exp'] },
      { ...header, typ: 'at+jwt' },
    ];
    for (const head of heads)
      expect(codeOf(sign(claims(), head, stranger.privateKey))).to.equal('TOKEN_INVALID');
    expect(codeOf(sign(claims(), { ...header, crit: ['exp'] }))).to.equal('TOKEN_INVALID');
    expect(codeOf(sign(claims(), { ...header, typ: 'refresh' }))).to.equal('TOKEN_INVALID');
  });

  it('T4: wants every claim, of its own type', () => {
    for (const claim of Object.keys(claims())) {
      const rest = Object.entries(claims()).filter(([name]) => name !== claim);
      expect(codeOf(sign(Object.fromEntries(rest))), claim).to.equal('TOKEN_INVALID');
      expect(codeOf(sign({ ...claims(), [claim]: null })), claim).to.equal('TOKEN_INVALID');
      expect(codeOf(sign({ ...claims(), [claim]: {} })), claim).to.equal('TOKEN_INVALID');
    }
    const wrong: readonly Json[] = [
      { iss: 'somebody' },
      { aud: 'something' },
      { role: 'root' },
      { sub: 'not-a-uuid' },
      { exp: `${now() + 60}` },
      { exp: now() + 60.5 },
      { iat: now() + 6 },
    ];
    for (const change of wrong)
      expect(codeOf(sign({ ...claims(), ...change })), JSON.stringify(change)).to.equal(
        'TOKEN_INVALID',
      );
    expect(codeOf(sign('just text'))).to.equal('TOKEN_INVALID');
  });

  it('T4: refuses a token whose payload or signature was changed', () => {
    const [head = '', payload = '', signature = ''] = sign(claims()).split('.');
    const promoted = encode({ ...claims(), role: 'admin' });

    expect(codeOf(`${head}.${promoted}.${signature}`)).to.equal('TOKEN_INVALID');
    expect(codeOf(`${head}.${payload}.${encode('x'.repeat(64))}`)).to.equal('TOKEN_INVALID');
    expect(codeOf(sign(claims(), header, newKey().privateKey))).to.equal('TOKEN_INVALID');
    expect(codeOf('x'.repeat(100_000))).to.equal('TOKEN_INVALID');
  });

  it('T5: refuses a token from the second it ends, though it was accepted before', async () => {
    const token = sign({ ...claims(), exp: now() + 1 });
    expect(codeOf(token)).to.equal('accepted');
    expect(codeOf(sign({ ...claims(), iat: now() - 60, exp: now() - 1 }))).to.equal(
      'TOKEN_EXPIRED',
    );

    await becomes(token, 'TOKEN_EXPIRED');
  });

  it('T6: accepts old and new key while they overlap, and the old one no longer', async () => {
    const next = newKey();
    const old = newKey();
    await publish('key-0', old.publicKey);
    await publish('key-2', next.publicKey);
    const [byOld, byNext] = [
      sign(claims(), { ...header, kid: 'key-0' }, old.privateKey),
      sign(claims(), { ...header, kid: 'key-2' }, next.privateKey),
    ];
    await becomes(byOld, 'accepted');
    await becomes(byNext, 'accepted');
    await database.query("UPDATE auth.signing_keys SET retired_at = now() WHERE kid = 'key-0'");

    await becomes(byOld, 'TOKEN_INVALID');
    expect(codeOf(byNext)).to.equal('accepted');
  });

  it('T10: refuses the tokens of an ended session and says so once, with or without a notification', async () => {
    for (const notify of [true, false]) {
      const payload = claims();
      const [token, other] = [sign(payload), sign(claims())];
      const ended: string[] = [];
      const stop = verifier.onRevoked((sessionId) => ended.push(sessionId));
      expect(codeOf(token)).to.equal('accepted');
      await database.query(
        "INSERT INTO auth.revoked_sessions (sid, until) VALUES ($1, now() + interval '16 minutes')",
        [payload['sid']],
      );
      if (notify) await database.query("SELECT pg_notify('auth_changed', 'sessions')");

      await becomes(token, 'SESSION_REVOKED');
      expect(codeOf(other)).to.equal('accepted');
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect(ended).to.deep.equal([payload['sid']]);
      stop();
    }
  });

  it('are verified by what all services of the process know, until the last of them stops', async () => {
    const { url } = database;
    const one = createTokenVerifier({ url, logger });
    const other = createTokenVerifier({ url, logger });
    const payload = claims();
    const token = sign(payload);
    expect(one.verify(token).userId).to.equal(payload['sub']);
    await one.stop();
    await one.stop();
    await database.query(
      "INSERT INTO auth.revoked_sessions (sid, until) VALUES ($1, now() + interval '16 minutes')",
      [payload['sid']],
    );

    await becomes(token, 'SESSION_REVOKED');
    expect(() => other.verify(token))
      .to.throw(Problem)
      .with.property('code', 'SESSION_REVOKED');
    await other.stop();
    expect(codeOf(sign(claims()))).to.equal('accepted');
  });

  it('answers 503 until the keys are known', async () => {
    const url = 'postgres://nobody@127.0.0.1:1/none';
    const waiting = createTokenVerifier({ url, logger });
    const verify = () => waiting.verify(sign(claims()));

    expect(verify).to.throw(Problem).with.property('status', 503);
    await waiting.stop();
  });
});
