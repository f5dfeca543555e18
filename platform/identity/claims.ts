import { z } from 'zod';

/** Who signs access tokens, for whom, and how; used by the signer and by every verifier. */
export const tokenTerms = {
  issuer: 'quicksale',
  audience: 'quicksale',
  algorithm: 'ES256',
  secondsToLive: 15 * 60,
} as const;

/** NOTIFY channel of `auth`: a key or a revoked session was added. */
export const authChanged = 'auth_changed';

/** The claims of an access token; `sid` is the session, `sub` the user. */
export const accessClaims = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.uuid(),
  role: z.enum(['customer', 'admin']),
  sid: z.uuid(),
  iat: z.int().min(0),
  exp: z.int().min(0),
  jti: z.uuid(),
});
