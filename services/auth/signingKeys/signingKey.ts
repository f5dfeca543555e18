import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

export type SigningKey = Readonly<{ kid: string; privateKey: KeyObject; publicJwk: PublicJwk }>;

export type PublicJwk = Readonly<{ kty: 'EC'; crv: 'P-256'; x: string; y: string }>;

/** Returns a new private key as PEM, for `AUTH_SIGNING_KEY`. */
export const generateSigningKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

/**
 * Parses a P-256 private key in PEM (line ends may be written as `\n`). Its kid is the thumbprint
 * of RFC 7638.
 */
export const parseSigningKey = (pem: string): SigningKey => {
  const privateKey = readPem(pem.replaceAll('\\n', '\n'));
  const { crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (crv !== 'P-256' || x === undefined || y === undefined)
    throw new Error('must be a P-256 private key');
  const publicJwk: PublicJwk = { kty: 'EC', crv, x, y };
  const canonical = JSON.stringify({ crv, kty: 'EC', x, y });

  return { kid: createHash('sha256').update(canonical).digest('base64url'), privateKey, publicJwk };
};

const readPem = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('must be a private key in PEM');
  }
};
