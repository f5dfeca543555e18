import type { Response } from 'express';

type Written = Readonly<{
  events: readonly Readonly<{ position: bigint }>[];
  replayed: boolean;
}>;

/** What every write says in its headers: where its events lie in `$all`, and whether it was done before. */
export const setWriteHeaders = (response: Response, { events, replayed }: Written): void => {
  const last = events.at(-1);
  if (last !== undefined) response.set('X-Position', String(last.position));
  if (replayed) response.set('Idempotency-Replayed', 'true');
};
