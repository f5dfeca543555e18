import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** PEM texts of a certificate authority, and of a server whose certificate it has signed. */
export type Certificates = Readonly<{ ca: string; cert: string; key: string }>;

/** Makes a certificate authority and a certificate of it for `localhost` and 127.0.0.1. */
export const makeCertificates = (): Certificates => {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: 'QuickSale test authority', key: authority.privateKey };
  const isAuthority = extension('551d13', sequence(boolean(true)));
  const names = extension(
    '551d11',
    sequence(tagged(0x82, Buffer.from('localhost')), tagged(0x87, Buffer.from([127, 0, 0, 1]))),
  );

  return {
    ca: certificate(issuer, { name: issuer.name, key: authority.publicKey, with: isAuthority }),
    cert: certificate(issuer, { name: 'localhost', key: server.publicKey, with: names }),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};

type Issuer = Readonly<{ name: string; key: KeyObject }>;
type Subject = Readonly<{ name: string; key: KeyObject; with: Buffer }>;

const certificate = (issuer: Issuer, subject: Subject): string => {
  const content = sequence(
    tagged(0xa0, integer(2)),
    integer(subject.name === issuer.name ? 1 : 2),
    algorithm,
    nameOf(issuer.name),
    sequence(time(-1), time(1)),
    nameOf(subject.name),
    subject.key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(subject.with)),
  );
  const signature = sign('sha256', content, issuer.key);
  const der = sequence(content, algorithm, tagged(0x03, Buffer.from([0]), signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];

  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
};

/** A value in DER: tag, length, content. */
const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);

  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 255]), content]);
};

const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
const objectId = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.from([value ? 255 : 0]));

/** Of less than 128. */
const integer = (value: number): Buffer => tagged(0x02, Buffer.from([value]));

/** ECDSA with SHA-256. */
const algorithm = sequence(objectId('2a8648ce3d040302'));

const nameOf = (commonName: string): Buffer =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)))));

/** UTC, so many days from now. */
const time = (days: number): Buffer => {
  const [date = '', clock = ''] = new Date(Date.now() + days * 86_400_000).toISOString().split('T');

  return tagged(
    0x17,
    Buffer.from(`${date.replaceAll('-', '').slice(2)}${clock.replaceAll(':', '').slice(0, 6)}Z`),
  );
};

const extension = (id: string, value: Buffer): Buffer =>
  sequence(objectId(id), boolean(true), tagged(0x04, value));
