import {
  empty,
  type ReadReq,
  streamIdentifier,
  streams,
} from '../../../../embedded/eventStoreNode/grpc/wire.js';
import type { Names } from './names.js';
import type { Position } from './position.js';
import type { FilterSpec, From, ReadStep, SubscribeStep } from './recording.js';

const Options = streams.ReadReq.Options;

type PositionOf = (label: string) => Promise<Position>;

/** `positionOf` tells the place of an event that the run has written. */
export const readRequestOf = async (
  step: ReadStep | SubscribeStep,
  names: Names,
  positionOf: PositionOf,
): Promise<ReadReq> => {
  const options = basicOptions(step);
  if (step.filter === undefined) options.setNoFilter(empty());
  else options.setFilter(filterOf(step.filter, names));
  if (step.stream === undefined || step.stream === '$all') {
    options.setAll(await allOptions(step.from ?? { event: 'start' }, positionOf));
  } else options.setStream(streamOptions(names.toServer(step.stream), step.from ?? 'start'));

  return new streams.ReadReq().setOptions(options);
};

const basicOptions = (step: ReadStep | SubscribeStep): ReadReq.Options => {
  const options = new Options()
    .setUuidOption(new Options.UUIDOption().setString(empty()))
    .setResolveLinks(step.resolve ?? false);
  if (step.op === 'subscribe') options.setSubscription(new Options.SubscriptionOptions());
  else options.setCount(String(step.count ?? 1000));
  if (step.dir === 'back') options.setReadDirection(Options.ReadDirection.BACKWARDS);
  if (step.compat !== undefined) {
    options.setControlOption(new Options.ControlOption().setCompatibility(step.compat));
  }

  return options;
};

const streamOptions = (stream: string, from: From): ReadReq.Options.StreamOptions => {
  const options = new Options.StreamOptions().setStreamIdentifier(streamIdentifier(stream));
  if (from === 'start') return options.setStart(empty());
  if (from === 'end') return options.setEnd(empty());
  if (typeof from === 'object') throw new TypeError('A stream is read from a revision');

  return options.setRevision(String(from));
};

const allOptions = async (
  from: From,
  positionOf: PositionOf,
): Promise<ReadReq.Options.AllOptions> => {
  const options = new Options.AllOptions();
  if (from === 'start') return options.setStart(empty());
  if (from === 'end') return options.setEnd(empty());
  if (typeof from !== 'object') throw new TypeError(`$all cannot be read from ${from}`);
  const { commit } = await positionOf(from.event);
  const moved = commit + BigInt(from.delta ?? 0);

  return options.setPosition(
    new Options.Position()
      .setCommitPosition(String(moved))
      .setPreparePosition(String(moved + BigInt(from.prepare ?? 0))),
  );
};

const filterOf = (
  { prefix = [], regex = '', on, max = 32, interval = 1 }: FilterSpec,
  names: Names,
): ReadReq.Options.FilterOptions => {
  const filter = new Options.FilterOptions();
  const expression = new Options.FilterOptions.Expression()
    .setPrefixList(prefix.map(names.toServer))
    .setRegex(names.toServer(regex));
  if (on === 'type') filter.setEventType(expression);
  else filter.setStreamIdentifier(expression);
  if (max === 'count') filter.setCount(empty());
  else if (max !== null) filter.setMax(max);

  return filter.setCheckpointintervalmultiplier(interval);
};
