import { createHash } from 'node:crypto';

const namespace = Buffer.from('d4a4b0f66c0e5b1a9a530f1d2c6b7e88', 'hex');

/**
 * The id of a command's `ordinal`-th event (0-based): the same in every retry, so that a repeated append is a no-op,
 * and different for every other command, since the server compares ids and never data. A UUID of version 5, made by
 * Node's own SHA-1: with the package `uuid` it was a tenth of what a reservation costs.
 */
export const eventIdOf = (stream: string, commandId: string, ordinal: number): string => {
  const name = `${stream}\n${commandId}\n${ordinal}`;
  const hash = createHash('sha1').update(namespace).update(name).digest('hex');
  const variant = '89ab'.charAt(parseInt(hash.charAt(16), 16) % 4);

  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};
