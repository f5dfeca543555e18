import { type BoundedRegex, EndlessRegex } from './boundedRegex.js';
import { compileDotNetRegex } from './dotNetRegex.js';
import { UnsupportedRegex } from './unsupportedRegex.js';
import { invalidArgument, unknown } from '../errors.js';
import { type ReadReq } from '../wire.js';

const defaultWindow = 32;

/** Which events of `$all` a reader wants, and how often it is told how far the search has come. */
export type EventFilter = {
  readonly by: 'stream' | 'type';
  readonly matches: (text: string) => boolean;
  /** Events that one page of the search looks at. */
  readonly window: number;
  /** Events looked at between two checkpoints. */
  readonly checkpointInterval: number;
};

/**
 * Throws a CallError on a filter that EventStoreDB refuses; of a finite read it takes one without a
 * checkpoint interval.
 */
export const toFilter = (
  message: ReadReq.Options.FilterOptions,
  isSubscription: boolean,
): EventFilter => {
  const byStream = message.getStreamIdentifier();
  const expression = byStream ?? message.getEventType();
  if (expression === undefined) throw invalidArgument('The filter has no expression.');
  if (!message.hasMax() && !message.hasCount()) throw invalidArgument('The filter has no window.');
  const multiplier = message.getCheckpointintervalmultiplier();
  if (isSubscription && multiplier <= 0) {
    throw unknown('checkpointIntervalMultiplier must be positive.');
  }
  const window = message.hasMax() ? message.getMax() : defaultWindow;

  return {
    by: byStream === undefined ? 'type' : 'stream',
    matches: toPredicate(expression),
    window,
    checkpointInterval: window * multiplier,
  };
};

const toPredicate = (
  expression: ReadReq.Options.FilterOptions.Expression,
): ((text: string) => boolean) => {
  const source = expression.getRegex();
  if (source !== '') {
    const regex = compile(source);

    return (text) => test(regex, source, text);
  }
  const prefixes = expression.getPrefixList();

  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
};

const compile = (source: string): BoundedRegex => {
  try {
    return compileDotNetRegex(source);
  } catch (error) {
    if (error instanceof UnsupportedRegex)
      throw invalidArgument(said(source, `: ${error.message}`));
    throw unknown(said(source, ' cannot be compiled'));
  }
};

const test = (regex: BoundedRegex, source: string, text: string): boolean => {
  try {
    return regex.test(text);
  } catch (error) {
    if (error instanceof EndlessRegex) throw invalidArgument(said(source, `: ${error.message}`));
    throw error;
  }
};

const said = (source: string, what: string): string =>
  `The filter's regular expression '${source}'${what}`;
