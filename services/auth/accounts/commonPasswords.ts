import { dictionary } from '@zxcvbn-ts/language-common';
import { problem, type Problem } from '../../../platform/http/index.js';

/** How many of the list, which begins with those that are found most often. */
const count = 10_000;

const commonPasswords = new Set(dictionary['passwords-common'].slice(0, count));

/** Whether a password is among those that are tried first, whatever the case of its letters. */
export const isCommonPassword = (password: string): boolean =>
  commonPasswords.has(password.toLowerCase());

/** `path` names the field of the request. */
export const commonPassword = (path: string): Problem =>
  problem(400, 'PASSWORD_TOO_COMMON', 'Many people have this password, so it is tried first', {
    errors: [{ path, message: 'Too common; take another one' }],
  });
