import type { ForeignHeaders } from '../messages/foreignHeaders.js';

/** The headers that a dead letter has in addition to those of its message. */
export const deadLetterHeaders = ['dlq_error', 'dlq_group', 'dlq_source', 'dlq_time'] as const;

type Added = Readonly<Record<(typeof deadLetterHeaders)[number], string>>;

/** Returns the headers with ours behind them: a message may come with one of these names. */
export const withDeadLetterHeaders = (headers: ForeignHeaders, added: Added): ForeignHeaders => ({
  ...headers,
  ...Object.fromEntries(
    Object.entries(added).map(([name, value]) => [name, [...valuesOf(headers, name), value]]),
  ),
});

/** Returns the headers that the message of a dead letter had. */
export const originalHeaders = (headers: ForeignHeaders): ForeignHeaders =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, values]) => [name, isOurs(name) ? values.slice(0, -1) : values] as const)
      .filter(([, values]) => values.length > 0),
  );

const isOurs = (name: string): boolean => (deadLetterHeaders as readonly string[]).includes(name);

const valuesOf = (headers: ForeignHeaders, name: string) => headers[name] ?? [];
