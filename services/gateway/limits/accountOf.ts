import { createHash } from 'node:crypto';
import { logInName } from '../../../contracts/text/logInName.js';
import { parseJson } from '../../../platform/http/index.js';

/**
 * Returns a hash of the account that a login names, whether it exists or not; null when the body
 * names none. Reads the body exactly as auth does (and throws the same 400), so that no spelling
 * gets around a limit.
 */
export const accountOf = (body: Buffer | null): string | null => {
  const { email, username } = fieldsOf(body);
  const name = typeof email === 'string' ? email : username;
  if (typeof name !== 'string') return null;

  return createHash('sha256').update(logInName(name)).digest('base64url');
};

const fieldsOf = (body: Buffer | null): Readonly<{ email?: unknown; username?: unknown }> => {
  const value = body === null || body.length === 0 ? null : parseJson(body);

  return typeof value === 'object' && value !== null ? value : {};
};
