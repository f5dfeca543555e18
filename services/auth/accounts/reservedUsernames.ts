import { problem, type Problem } from '../../../platform/http/index.js';

/** Words that make others believe a name speaks for the shop, also as a part of it. */
const titles = [
  ...['admin', 'administrator', 'root', 'superuser', 'sysadmin', 'system', 'operator'],
  ...['moderator', 'staff', 'official', 'quicksale', 'support', 'helpdesk', 'customerservice'],
  ...['security', 'billing', 'payments', 'postmaster', 'webmaster', 'hostmaster', 'noreply'],
];

/** Words that are taken for something else when they stand alone. */
const standingAlone = [
  ...['owner', 'team', 'help', 'service', 'abuse', 'sales', 'shop', 'info', 'contact', 'api'],
  ...['www', 'null', 'undefined', 'anonymous', 'everybody', 'nobody', 'deleted', 'guest'],
];

/** Signs that look like others in one font or another. */
const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/0/g, 'o'],
  [/[1i|]/g, 'l'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/7/g, 't'],
  [/8/g, 'b'],
];

const skeleton = (text: string): string =>
  lookAlikes.reduce((all, [sign, letter]) => all.replace(sign, letter), text.toLowerCase());

const titleSkeletons = new Set(titles.map(skeleton));
const allSkeletons = new Set([...titles, ...standingAlone].map(skeleton));
const ownName = skeleton('quicksale');

/**
 * Whether a username reads as a reserved word, or has one between its signs. Look-alikes, signs
 * between the letters and digits at the end do not help.
 */
export const isReservedUsername = (username: string): boolean => {
  const spellings = [username, username.replace(/\d+$/, '')];
  const whole = spellings.map((text) => skeleton(text.replace(/[._-]/g, '')));
  const parts = spellings.flatMap((text) => text.split(/[._-]+/).map(skeleton));

  return (
    whole.some((text) => allSkeletons.has(text) || text.includes(ownName)) ||
    parts.some((part) => titleSkeletons.has(part))
  );
};

export const usernameReserved = (): Problem =>
  problem(409, 'USERNAME_RESERVED', 'This username would be taken for one of the shop', {
    errors: [{ path: 'username', message: 'Reserved; take another one' }],
  });
