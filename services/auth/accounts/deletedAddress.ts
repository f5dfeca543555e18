import { randomUUID } from 'node:crypto';

/** Nobody can register with it: `.invalid` is no domain of anybody. */
export const deletedDomain = '@quicksale.invalid';

/** Returns what stands in for the address of an account that its user has deleted. */
export const deletedAddress = (): string => `deleted-${randomUUID()}${deletedDomain}`;

/** Whether the user of the account has deleted it: it stays so for good. */
export const isDeleted = ({ email }: Readonly<{ email: string }>): boolean =>
  email.endsWith(deletedDomain);
