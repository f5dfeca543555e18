import {
  accountRemoval,
  credentials,
  jsonWebKeySet,
  passwordChange,
  refreshTokenBody,
  registration,
  signedIn,
  tokenPair,
  user,
  userChanged,
} from '../../http/auth.js';
import type { Operation, OperationOf } from '../operation.js';

const account = {
  email: 'ann@example.com',
  password: 'correct horse battery',
};

const operations: readonly OperationOf<'service'>[] = [
  {
    method: 'post',
    path: '/api/auth/register',
    id: 'register',
    summary: 'Make an account and sign in',
    access: 'nobody',
    limit: 'register',
    body: registration,
    example: { ...account, firstName: 'Ann' },
    description: 'With `cookie` the refresh token is in an HttpOnly cookie instead of the body.',
    answers: {
      201: { description: 'The new user, signed in', schema: signedIn, headers: ['Set-Cookie'] },
    },
    codes: [
      'ORIGIN_REFUSED',
      'EMAIL_TAKEN',
      'USERNAME_TAKEN',
      'USERNAME_RESERVED',
      'PASSWORD_TOO_COMMON',
      'BUSY',
    ],
  },
  {
    method: 'post',
    path: '/api/auth/login',
    id: 'logIn',
    summary: 'Sign in with email or username',
    description:
      'The answer to a wrong pair is the same in text and time for known and unknown users. With `cookie` the refresh token is in an HttpOnly cookie instead of the body; such requests must have this host as their Origin.',
    access: 'nobody',
    limit: 'login',
    body: credentials,
    example: account,
    answers: { 200: { description: 'Signed in', schema: signedIn, headers: ['Set-Cookie'] } },
    codes: ['ORIGIN_REFUSED', 'INVALID_CREDENTIALS', 'BUSY'],
  },
  {
    method: 'post',
    path: '/api/auth/refresh',
    id: 'refresh',
    summary: 'Exchange a refresh token for a new pair',
    description:
      'Each token works once. For 10 s a used one gives the same successor again; after that its use ends the whole session. Without one in the body the cookie counts, for pages of this host, and gets the next token.',
    access: 'nobody',
    body: refreshTokenBody,
    example: { refreshToken: '{{refreshToken}}' },
    answers: {
      200: { description: 'The next pair of tokens', schema: tokenPair, headers: ['Set-Cookie'] },
    },
    codes: ['ORIGIN_REFUSED', 'REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED'],
  },
  {
    method: 'post',
    path: '/api/auth/logout',
    id: 'logOut',
    summary: 'End the session of a refresh token',
    description:
      'Its access tokens stop working and its sockets close within 2 s. The refresh token is enough, also after the access token has ended. Without one in the body the cookie counts, and ends.',
    access: 'nobody',
    body: refreshTokenBody,
    example: { refreshToken: '{{refreshToken}}' },
    answers: { 204: { description: 'The session has ended', headers: ['Set-Cookie'] } },
    codes: ['ORIGIN_REFUSED'],
  },
  {
    method: 'get',
    path: '/api/auth/me',
    alias: '/api/profile',
    id: 'getCurrentUser',
    summary: 'The current user',
    access: 'user',
    answers: { 200: { description: 'Who the token speaks for', schema: user } },
    codes: ['ACCOUNT_INACTIVE'],
  },
  {
    method: 'post',
    path: '/api/auth/password',
    id: 'changePassword',
    summary: 'Change your password',
    description:
      'All your other sessions end, and their sockets close. A wrong old password is INVALID_CREDENTIALS.',
    access: 'user',
    limit: 'login',
    body: passwordChange,
    example: { oldPassword: account.password, newPassword: 'correct horse battery staple' },
    answers: { 200: { description: 'The user; this session goes on', schema: userChanged } },
    codes: ['INVALID_CREDENTIALS', 'ACCOUNT_INACTIVE', 'PASSWORD_TOO_COMMON', 'BUSY'],
  },
  {
    method: 'delete',
    path: '/api/auth/me',
    alias: '/api/profile',
    id: 'deleteCurrentUser',
    summary: 'Delete your account',
    description:
      'Email, names and password are removed for good and all sessions end; orders stay, under an id that names nobody. A wrong password is INVALID_CREDENTIALS.',
    access: 'user',
    limit: 'login',
    body: accountRemoval,
    example: { password: account.password },
    answers: { 204: { description: 'Nothing personal is left' } },
    codes: ['ACCOUNT_INACTIVE', 'INVALID_CREDENTIALS', 'LAST_ADMIN', 'BUSY'],
  },
  {
    method: 'get',
    path: '/api/auth/.well-known/jwks.json',
    id: 'getKeys',
    summary: 'Public keys of access tokens',
    access: 'nobody',
    answers: { 200: { description: 'A JWK set', schema: jsonWebKeySet } },
  },
];

export const authOperations: readonly Operation[] = operations.map((operation) => ({
  ...operation,
  service: 'auth',
}));
