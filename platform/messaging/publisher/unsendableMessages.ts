/**
 * The broker refused these messages for what they are (too large, malformed), so that retrying is
 * pointless. Nothing was written.
 */
export class UnsendableMessages extends Error {
  override readonly name = 'UnsendableMessages';
}

const refusals = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD'];

/** Whether the error, or one that caused it, is the broker's refusal of the messages themselves. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && refusals.some((type) => typesOf(error).includes(type));

const typesOf = (error: unknown): readonly unknown[] =>
  error instanceof Error ? [(error as { type?: unknown }).type, ...typesOf(error.cause)] : [];
