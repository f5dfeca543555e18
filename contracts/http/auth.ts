import { z } from 'zod';
import { withPlainWidth } from '../text/blanks.js';
import { logInName } from '../text/logInName.js';
import { isFreeform, opaqueString } from '../text/opaqueString.js';
import { nameText } from './text.js';

const tooLong = 'At most 72 bytes';

const bytesOf = (value: string): number => new TextEncoder().encode(value).length;

/**
 * Prepared before its bytes are counted: bcrypt reads 72 of them and ignores the rest, so longer
 * ones are refused.
 */
const newPassword = z
  .string()
  .overwrite(opaqueString)
  .max(72, { error: tooLong, abort: true })
  .refine((value) => bytesOf(value) <= 72, { error: tooLong, abort: true })
  .refine((value) => bytesOf(value) >= 8, { error: 'At least 8 bytes', abort: true })
  .refine(isFreeform, 'Must not hold control characters or such as cannot be seen');

const email = z.string().max(254).overwrite(logInName).pipe(z.email());

const username = z
  .string()
  .overwrite(withPlainWidth)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{2,29}$/, '3 to 30 of A-Za-z0-9._-');

const personalName = nameText(100);

/** Keep the refresh token in an HttpOnly cookie instead of the body: for pages of the own host. */
const cookie = z.boolean().optional();

export const registration = z.strictObject({
  email,
  password: newPassword,
  username: username.optional(),
  firstName: personalName.optional(),
  lastName: personalName.optional(),
  cookie,
});

export const credentials = z
  .strictObject({
    email: z.string().overwrite(logInName).min(1).max(254).optional(),
    username: z.string().overwrite(logInName).min(1).max(254).optional(),
    password: z.string().min(1).max(1024),
    cookie,
  })
  .refine(
    (body) => (body.email === undefined) !== (body.username === undefined),
    'Either email or username',
  );

/** POST `/api/auth/password`. */
export const passwordChange = z.strictObject({
  oldPassword: z.string().min(1).max(1024),
  newPassword,
});

/** DELETE `/api/auth/me`: a token alone, on a machine left alone, is not enough. */
export const accountRemoval = z.strictObject({ password: z.string().min(1).max(1024) });

/** Body of refresh and of logout; without a token in it, the cookie counts. */
export const refreshTokenBody = z.strictObject({
  refreshToken: z.string().min(1).max(256).optional(),
});

export const user = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  username: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  role: z.enum(['customer', 'admin']),
  isActive: z.boolean(),
  createdAt: z.iso.datetime(),
});

export const userChanged = z.strictObject({ message: z.string(), user });

/**
 * `expiresIn`: of the access token, in seconds. `refreshToken` is absent when it is in the cookie.
 */
export const tokenPair = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  expiresIn: z.int().min(1),
});

/** The response to register and login. */
export const signedIn = tokenPair.extend({
  message: z.string(),
  user,
  /** The access token once more, for clients of earlier shops: after a login by `username`. */
  token: z.string().optional(),
});

export const jsonWebKeySet = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      use: z.literal('sig'),
      alg: z.literal('ES256'),
    }),
  ),
});

export type Registration = Omit<z.infer<typeof registration>, 'cookie'>;
export type Credentials = Omit<z.infer<typeof credentials>, 'cookie'>;
export type PasswordChange = z.infer<typeof passwordChange>;
export type User = z.infer<typeof user>;
type WithRefreshToken = Readonly<{ refreshToken: string }>;

export type TokenPair = z.infer<typeof tokenPair> & WithRefreshToken;
export type SignedIn = z.infer<typeof signedIn> & WithRefreshToken;
export type JsonWebKeySet = z.infer<typeof jsonWebKeySet>;
