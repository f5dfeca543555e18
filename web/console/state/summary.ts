import { useEffect, useState } from 'preact/hooks';
import type { components } from '../../client/apiTypes.js';
import { api } from './operator.js';
import { type Reading, useReading } from './useReading.js';

export type Summary = components['schemas']['OperationsSummary'];

/** A summary at a time, in seconds since 1970. */
export type Moment = Pick<Summary, 'door' | 'clickToAnswer' | 'clickToPush'> &
  Readonly<{ at: number }>;

const everyMs = 4_000;
const longestSeconds = 900;

/** Kept while the console is open, whichever page it shows. */
let moments: readonly Moment[] = [];

/** The summary as it is now, and those that this console has seen in the last 15 minutes. */
export const useSummary = (): Readonly<{
  reading: Reading<Summary>;
  history: readonly Moment[];
}> => {
  const [history, setHistory] = useState(moments);
  const reading = useReading(async () => (await api.get('/api/operations/summary')).body, {
    key: 'summary',
    everyMs,
  });
  const { value } = reading;
  useEffect(() => {
    if (value === null) return;
    const at = Math.floor(Date.parse(value.time) / 1000);
    if ((moments.at(-1)?.at ?? 0) < at)
      moments = [...moments.filter((each) => each.at > at - longestSeconds), { ...value, at }];
    setHistory(moments);
  }, [value]);

  return { reading, history };
};
