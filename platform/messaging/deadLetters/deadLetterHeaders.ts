import type { IHeaders } from 'kafkajs';

/** The headers that a dead letter has in addition to those of its message. */
export const deadLetterHeaders = ['dlq_error', 'dlq_group', 'dlq_source', 'dlq_time'] as const;

/** Returns the headers as they came, of a repeated one the first. */
export const firstHeaders = (headers: IHeaders = {}): Record<string, string | Buffer> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;

      return first === undefined ? [] : [[name, first] as const];
    }),
  );

/** Returns the headers that the message of a dead letter had. */
export const originalHeaders = (headers: IHeaders = {}): Record<string, string | Buffer> =>
  Object.fromEntries(
    Object.entries(firstHeaders(headers)).filter(
      ([name]) => !(deadLetterHeaders as readonly string[]).includes(name),
    ),
  );
