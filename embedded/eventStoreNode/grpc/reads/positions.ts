import { type StreamReader } from '../../store/reads/streamReader.js';
import { invalidArgument, unknown } from '../errors.js';
import { type AllStart } from './readRequest.js';

/**
 * The event that a read of `$all` starts at; behind the end there is nothing to read forwards, and
 * nowhere to begin backwards.
 */
export const eventNumberAt = (
  reader: StreamReader,
  from: AllStart,
  isBackwards: boolean,
): number => {
  const { index, end } = reader;
  if (from === 'start') return 0;
  if (from === 'end') return index.committed;
  if (isBackwards && Number(from.commit) > end) throw unknown('Unexpected ReadAllResult: Error');
  const event = eventAt(reader, Number(from.commit));
  if (event === null) throw unknown('Unexpected ReadAllResult: InvalidPosition');

  return event;
};

/**
 * The event that a subscription to `$all` starts to look at; one at the position itself it has had
 * already.
 */
export const firstEventFor = (reader: StreamReader, from: AllStart): number => {
  if (typeof from === 'string') return from === 'start' ? 0 : reader.index.committed;
  const event = eventAt(reader, Number(from.commit));
  if (event === null) throw invalidArgument('Trying to read from an invalid position.');

  return event;
};

/** Null when the position lies below the end and no event begins there. */
const eventAt = ({ index, end }: StreamReader, position: number): number | null => {
  if (position === 0) return 0;
  if (position >= end) return index.committed;
  const event = index.firstAtOrAfter(position);

  return index.positionOf(event) === position ? event : null;
};
