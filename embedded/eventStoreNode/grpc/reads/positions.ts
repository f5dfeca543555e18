import { type StreamReader } from '../../store/reads/streamReader.js';
import { invalidArgument, unknown } from '../errors.js';
import { type AllStart } from './readRequest.js';

/**
 * The position that a read of `$all` starts at; behind the end there is nothing to read forwards,
 * and nowhere to begin backwards.
 */
export const positionAt = (reader: StreamReader, from: AllStart, isBackwards: boolean): number => {
  const { end } = reader;
  if (from === 'start') return 0;
  if (from === 'end') return end;
  const position = Number(from.commit);
  if (isBackwards && position > end) throw unknown('Unexpected ReadAllResult: Error');
  if (!isReadable(reader, position)) throw unknown('Unexpected ReadAllResult: InvalidPosition');

  return Math.min(position, end);
};

/**
 * The position that a subscription to `$all` starts to look at; an event that is there it has had
 * already.
 */
export const firstPositionFor = (reader: StreamReader, from: AllStart): number => {
  if (typeof from === 'string') return from === 'start' ? 0 : reader.end;
  const position = Number(from.commit);
  if (!isReadable(reader, position)) {
    throw invalidArgument('Trying to read from an invalid position.');
  }

  return Math.min(position, reader.end);
};

/**
 * Below the end an event must begin there; where a scavenge has removed some, any position is good.
 */
const isReadable = (reader: StreamReader, position: number): boolean =>
  position === 0 ||
  position >= reader.end ||
  reader.index.eventAt(position) !== -1 ||
  reader.wasScavenged(position);
