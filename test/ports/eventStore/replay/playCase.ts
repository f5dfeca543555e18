import type { ServiceError } from '@grpc/grpc-js';
import { pause } from '../../../../platform/concurrency/index.js';
import { type ReadResp, StreamsService } from '../../../../embedded/eventStoreNode/grpc/wire.js';
import { allRead, readRequest } from '../../../support/clients/eventStoreMessages.js';
import type { EventStoreWire } from '../../../support/clients/eventStoreWire.js';
import { listen, type Listener } from './listener.js';
import { createNames, type Names } from './names.js';
import { Position, rankBy, withRanks } from './position.js';
import { createItemReader, type ItemReader } from './readAnswers.js';
import { readRequestOf } from './readRequests.js';
import type {
  AppendStep,
  DeleteStep,
  ListenStep,
  ReadStep,
  Step,
  SubscribeStep,
  TogetherStep,
} from './recording.js';
import { batchRequests, classicRequests, deleteRequest, tombstoneRequest } from './requests.js';
import { toSentEvent } from './sentEvents.js';
import { batchAnswer, classicAnswer, deletionAnswer, errorAnswer } from './writeAnswers.js';

/** How long a subscription must be silent before its answer is complete. */
export type Waits = Readonly<{ quietMs: number; untilCaughtUpMs: number }>;

type Run = Readonly<{
  wire: EventStoreWire;
  names: Names;
  reader: ItemReader;
  listeners: Map<string, Listener>;
  waits: Waits;
}>;

/**
 * Plays the steps of a case one after the other, on names of its own. Returns what came back in the
 * recordings' form.
 */
export const playCase = async (
  wire: EventStoreWire,
  steps: readonly Step[],
  waits: Waits,
): Promise<readonly unknown[]> => {
  const names = createNames();
  const listeners = new Map<string, Listener>();
  const run = { wire, names, reader: createItemReader(names), listeners, waits };
  await append(run, started);
  const answers: unknown[] = [];
  for (const step of steps) answers.push(await play(run, step));
  for (const listener of listeners.values()) await listener.close();
  const rank = rankBy((await eventsOf(run)).map(({ position }) => position.commit));

  return answers.map((answer) => withRanks(answer, rank));
};

const started: AppendStep = {
  op: 'append',
  via: 'batch',
  stream: '@start',
  expected: 'no_stream',
  events: [{ id: 'start', type: 'Started' }],
};

const play = async (run: Run, step: Step): Promise<unknown> => {
  switch (step.op) {
    case 'append':
      return append(run, step);
    case 'delete':
    case 'tombstone':
      return erase(run, step);
    case 'read':
      return read(run, step);
    case 'subscribe':
      return subscribe(run, step);
    case 'delivered':
    case 'close':
      return delivered(run, step);
    case 'together':
      return together(run, step);
    case 'pause':
      await pause(step.ms);

      return {};
  }
};

const append = async (run: Run, step: AppendStep): Promise<unknown> => {
  for (const spec of step.events) run.reader.noteSent(toSentEvent(spec, run.names));

  return step.via === 'batch' ? appendBatch(run, step) : appendClassic(run, step);
};

const appendClassic = ({ wire, names }: Run, step: AppendStep): Promise<unknown> =>
  orError(names, async () => classicAnswer(await wire.append(classicRequests(step, names))));

const appendBatch = ({ wire, names }: Run, step: AppendStep): Promise<unknown> =>
  orError(names, async () => {
    const call = wire.batchAppend();
    try {
      for (const chunk of batchRequests(step, names)) call.send(chunk);
      const [first] = await call.untilAnswers(1);

      return first === undefined ? null : batchAnswer(first, step.stream ?? '', names);
    } finally {
      call.cancel();
    }
  });

const erase = ({ wire, names }: Run, step: DeleteStep): Promise<unknown> =>
  orError(names, async () =>
    deletionAnswer(
      step.op === 'delete'
        ? await wire.ask(StreamsService.delete, deleteRequest(step, names))
        : await wire.ask(StreamsService.tombstone, tombstoneRequest(step, names)),
    ),
  );

const read = async (run: Run, step: ReadStep): Promise<unknown> => {
  const request = await readRequestOf(step, run.names, (label) => positionOf(run, label));
  const items: unknown[] = [];
  try {
    for await (const response of run.wire.responses(request)) {
      const item = run.reader.toItem(response);
      if (item !== null) items.push(item);
    }
  } catch (error) {
    return { items, error: errorAnswer(error as ServiceError, run.names) };
  }

  return { items };
};

const subscribe = async (run: Run, step: SubscribeStep): Promise<unknown> => {
  const request = await readRequestOf(step, run.names, (label) => positionOf(run, label));
  const listener = listen(run, request);
  run.listeners.set(step.name, listener);

  return { items: await listener.untilCaughtUp(run.waits.untilCaughtUpMs) };
};

const delivered = async (run: Run, { op, name }: ListenStep): Promise<unknown> => {
  const listener = run.listeners.get(name);
  if (listener === undefined) throw new TypeError(`Nothing is subscribed as ${name}`);
  const items = await listener.untilQuiet(run.waits.quietMs);
  if (op === 'close') {
    run.listeners.delete(name);
    await listener.close();
  }

  return { items };
};

const together = async (run: Run, { steps, set }: TogetherStep): Promise<unknown> => {
  const answers = await Promise.all(steps.map((step) => play(run, step)));
  if (set !== true) return { answers };
  const different = new Set(answers.map((one) => JSON.stringify(withRanks(one, () => '?'))));

  return { answers: [...different].sort().map((text) => JSON.parse(text) as unknown) };
};

const orError = async (names: Names, call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await call();
  } catch (error) {
    return { error: errorAnswer(error as ServiceError, names) };
  }
};

type Event = Readonly<{ label: string | undefined; position: Position }>;

/** The events of the run in the order of `$all`. */
const eventsOf = async ({ wire, names }: Run): Promise<readonly Event[]> => {
  const responses = await wire.read(readRequest(allRead().setCount('1000000')));

  return responses.flatMap((response) => toEvent(response, names));
};

const toEvent = (response: ReadResp, names: Names): Event[] => {
  const event = response.getEvent()?.getEvent();
  if (event === undefined) return [];
  const stream = Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  if (!names.isOurs(stream)) return [];
  const position = new Position(event.getCommitPosition(), event.getPreparePosition());

  return [{ label: names.labelOf(event.getId()?.getString() ?? ''), position }];
};

const positionOf = async (run: Run, label: string): Promise<Position> => {
  const found = (await eventsOf(run)).find((event) => event.label === label);
  if (found === undefined) throw new TypeError(`${label} has not been written`);

  return found.position;
};
