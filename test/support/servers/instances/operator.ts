import { randomUUID } from 'node:crypto';
import { generateSigningKey } from '../../../../services/auth/signingKeys/signingKey.js';

export const admin = { email: 'admin@quicksale.test', password: 'a long word of the operator' };

/** What an operator gives all services of one system: its secrets, and no limits. */
export const operatorVariables = (): Readonly<Record<string, string>> => ({
  AUTH_SIGNING_KEY: generateSigningKey(),
  REFRESH_TOKEN_SECRET: `${randomUUID()}${randomUUID()}`,
  BCRYPT_COST: '4',
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
  LOG_LEVEL: 'info',
  ...Object.fromEntries(
    ['LOGIN', 'REGISTER', 'ORDERS', 'DEFAULT'].map((one) => [`RATE_LIMIT_${one}`, 'off']),
  ),
});
