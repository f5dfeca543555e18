import { invalidArgument } from '../errors.js';
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

export const toFilter = (message: ReadReq.Options.FilterOptions): EventFilter => {
  const byStream = message.getStreamIdentifier();
  const expression = byStream ?? message.getEventType();
  if (expression === undefined) throw invalidArgument('The filter has no expression.');
  const multiplier = message.getCheckpointintervalmultiplier();
  if (multiplier <= 0) throw invalidArgument('checkpointIntervalMultiplier must be positive.');
  const window = message.getMax() > 0 ? message.getMax() : defaultWindow;

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

    return (text) => regex.test(text);
  }
  const prefixes = expression.getPrefixList();

  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
};

const compile = (source: string): RegExp => {
  try {
    return new RegExp(source);
  } catch {
    throw invalidArgument(`The filter's regular expression '${source}' cannot be compiled.`);
  }
};
