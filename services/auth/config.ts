import { randomBytes } from 'node:crypto';
import {
  databaseUrl,
  integer,
  loadConfig,
  portVariable,
  processVariables,
  secret,
  type Config,
  type Mode,
  type Rule,
} from '../../platform/config/index.js';
import { isFreeform, opaqueString } from '../../contracts/text/opaqueString.js';
import { isCommonPassword } from './accounts/commonPasswords.js';
import { generateSigningKey, parseSigningKey } from './signingKeys/signingKey.js';

const bcryptCost = (value: string, { production }: Mode): number =>
  integer({ min: production ? 10 : 4, max: 15 })(value);

const weak = /password|admin|changeme|quicksale|secret|123456|qwerty/i;

const adminPassword = (value: string, { production }: Mode): string => {
  const prepared = opaqueString(value);
  const bytes = Buffer.byteLength(prepared);
  if (bytes < 8 || bytes > 72) throw new Error('must have 8 to 72 bytes');
  if (!isFreeform(prepared)) throw new Error('holds characters that cannot be seen');
  if (production && (bytes < 12 || weak.test(prepared) || isCommonPassword(prepared)))
    throw new Error('is a default or easy to guess; take at least 12 bytes of your own');

  return prepared;
};

const adminEmail = (value: string): string => {
  if (!/^[^\s@]+@[^\s@]+$/.test(value)) throw new Error('must be an email address');

  return value.toLowerCase();
};

/** Outside production, a process without a key or secret makes one for itself. */
const schema = {
  ...processVariables,
  port: portVariable('AUTH_PORT', 3001),
  databaseUrl,
  signingKey: {
    variable: 'AUTH_SIGNING_KEY',
    parse: parseSigningKey,
    default: () => parseSigningKey(generateSigningKey()),
    requiredInProduction: true,
    isSecret: true,
    describe: 'P-256 private key in PEM that signs access tokens',
  },
  refreshTokenSecret: {
    variable: 'REFRESH_TOKEN_SECRET',
    parse: secret,
    default: () => randomBytes(32).toString('base64url'),
    requiredInProduction: true,
    isSecret: true,
    describe: 'secret of at least 32 bytes that refresh tokens are derived with',
  },
  bcryptCost: {
    variable: 'BCRYPT_COST',
    parse: bcryptCost,
    default: 10,
    describe: 'cost of a password hash, 4 to 15; at least 10 in production',
  },
  adminEmail: {
    variable: 'ADMIN_EMAIL',
    parse: adminEmail,
    default: null,
    describe: 'email of the first admin',
  },
  adminPassword: {
    variable: 'ADMIN_PASSWORD',
    parse: adminPassword,
    default: null,
    isSecret: true,
    describe: 'password of the first admin, 8 to 72 bytes',
  },
} as const;

/** One without the other would have no effect. */
const completeAdmin: Rule<Config<typeof schema>> = ({ adminEmail: email, adminPassword }) => {
  if ((email === null) === (adminPassword === null)) return [];

  return [
    email === null
      ? 'ADMIN_EMAIL is missing, ADMIN_PASSWORD is set'
      : 'ADMIN_PASSWORD is missing, ADMIN_EMAIL is set',
  ];
};

export const loadAuthConfig = (env: NodeJS.ProcessEnv) => loadConfig(schema, env, [completeAdmin]);

export type AuthConfig = ReturnType<typeof loadAuthConfig>;
