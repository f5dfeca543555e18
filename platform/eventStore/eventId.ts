import { createNameUuid } from '../identifiers/index.js';

const uuidOf = createNameUuid('d4a4b0f6-6c0e-5b1a-9a53-0f1d2c6b7e88');

/**
 * The id of a command's `ordinal`-th event (0-based): the same in every retry, so that a repeated
 * append is a no-op, and different for every other command, since the server compares ids and never
 * data.
 */
export const eventIdOf = (stream: string, commandId: string, ordinal: number): string =>
  uuidOf(`${stream}\n${commandId}\n${ordinal}`);
