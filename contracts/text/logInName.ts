import { withPlainWidth } from './blanks.js';

/** Returns the one form of an email or username: ordinary width, composed, in lower case. */
export const logInName = (text: string): string =>
  withPlainWidth(text).normalize('NFC').trim().toLowerCase();
