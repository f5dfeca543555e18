import { isDeepStrictEqual } from 'node:util';
import type { RecordedStep } from './recording.js';

/** Whether the answer is one that a server of this version gave. */
export const isAsRecorded = (step: RecordedStep, version: string, answer: unknown): boolean =>
  recordedAnswers(step, version).some((recorded) =>
    isDeepStrictEqual(comparable(step, recorded), comparable(step, answer)),
  );

/** More than one where the recorded version did not always answer alike. */
export const recordedAnswers = (step: RecordedStep, version: string): readonly unknown[] => {
  const answer = step.answers === undefined ? step.answer : step.answers[version];
  const varies = (answer as { varies?: readonly unknown[] }).varies;

  return varies ?? [answer];
};

const comparable = ({ do: { op } }: RecordedStep, answer: unknown): unknown => {
  const { items } = answer as { items?: unknown };
  if (items === undefined) return answer;
  const joined = joinTexts(Array.isArray(items) ? items : [items]);
  // a server may fall back to catching up, and say at any time that it has caught up again
  const isLive = op === 'delivered' || op === 'close';

  return { ...(answer as object), items: isLive ? joined.map(withoutCaughtUp) : joined };
};

const joinTexts = (items: readonly unknown[]): unknown[] =>
  items.reduce<unknown[]>((joined, item) => {
    const last = joined.at(-1);
    if (typeof item !== 'string' || typeof last !== 'string') return [...joined, item];

    return [...joined.slice(0, -1), `${last} ${item}`];
  }, []);

const withoutCaughtUp = (item: unknown): unknown =>
  typeof item === 'string' ? item.replace(/ ?\bcaughtUp\b ?/g, ' ').trim() : item;
