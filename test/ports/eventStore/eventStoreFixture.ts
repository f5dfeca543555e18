import { randomUUID } from 'node:crypto';
import {
  type AllStreamSubscription,
  type AppendToStreamOptions,
  binaryEvent,
  type BinaryEventType,
  END,
  EventStoreDBClient,
  type EventData,
  jsonEvent,
  type Position,
  type ReadStreamOptions,
  type ResolvedEvent,
  type StreamSubscription,
} from '@eventstore/db-client';
import { eventStoreUrl, isOwnEventStore } from '../../support/servers/sharedEventStore.js';

/** A client of its own for the suite that calls this, connected before and closed behind it. */
export const useClient = (): (() => EventStoreDBClient) => {
  let client: EventStoreDBClient | null = null;
  before(async () => {
    client = EventStoreDBClient.connectionString(await eventStoreUrl());
  });
  after(async () => {
    await client?.dispose();
  });

  return () => {
    if (client === null) throw new Error('the client is there from `before` on');

    return client;
  };
};

/** The server may hold anything already: every test works on streams of its own. */
export const uniqueStream = (label = 'contract'): string => `${label}-${randomUUID()}`;

/** An append to one ends the process of 24.2.0: a server that is not of the tests never gets it. */
export const streamsWithoutName: readonly string[] = isOwnEventStore() ? [''] : [];

export const happened = (n: number | string = 0, id: string = randomUUID()): EventData =>
  jsonEvent({ id, type: 'Happened', data: { n } });

export const binary = (type: string, data: Uint8Array, metadata?: Uint8Array): EventData =>
  binaryEvent<BinaryEventType>({ type, data, ...(metadata && { metadata }) });

export const several = (count: number): EventData[] =>
  Array.from({ length: count }, (_, i) => happened(i));

/** Passing credentials makes the client use Append instead of BatchAppend. */
const classic: AppendToStreamOptions = {
  credentials: { username: 'admin', password: 'changeit' },
};
export const batch: AppendToStreamOptions = {};
export const bothWays = [
  { call: 'BatchAppend', by: batch },
  { call: 'Append', by: classic },
];

export const readAllOf = async (
  client: EventStoreDBClient,
  stream: string,
  options: ReadStreamOptions = {},
): Promise<ResolvedEvent[]> => {
  const events: ResolvedEvent[] = [];
  for await (const event of client.readStream(stream, options)) events.push(event);

  return events;
};

export const numbersOf = (events: readonly ResolvedEvent[]): unknown[] =>
  events.map(({ event }) => (event?.data as { n?: unknown }).n);

export const revisionsOf = (events: readonly ResolvedEvent[]): number[] =>
  events.map(({ event }) => Number(event?.revision));

/** The position of the last event in `$all`: where a test that looks at `$all` begins. */
export const lastPosition = async (client: EventStoreDBClient): Promise<Position> => {
  // To the end: the client cannot be disposed of while a read of its is half read.
  let last: Position | undefined;
  for await (const { event } of client.readAll({
    direction: 'backwards',
    fromPosition: END,
    maxCount: 1,
  })) {
    last = event?.position;
  }
  if (last === undefined) throw new Error('$all is empty');

  return last;
};

export type Failure = Error & {
  readonly type: string;
  readonly actualVersion?: bigint | string;
  readonly expectedVersion?: bigint | string;
  readonly streamName?: string;
  readonly maxAppendSize?: number;
};

/** What the promise rejects with. */
export const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  try {
    await promise;
  } catch (error) {
    return error as Failure;
  }
  throw new Error('this should have been refused');
};

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Everything that a subscription delivers, in its order. */
export class Recording {
  readonly events: ResolvedEvent[] = [];
  readonly log: string[] = [];
  readonly checkpoints: Position[] = [];
  error: Failure | null = null;
  ended = false;
  #subscription: StreamSubscription | AllStreamSubscription | null = null;

  of(subscription: StreamSubscription | AllStreamSubscription): this {
    this.#subscription = subscription;
    const source = subscription as StreamSubscription;
    source.on('confirmation', () => this.log.push('confirmation'));
    source.on('caughtUp', () => this.log.push('caughtUp'));
    source.on('fellBehind', () => this.log.push('fellBehind'));
    source.on('data', (event: ResolvedEvent) => {
      this.events.push(event);
      this.log.push('event');
    });
    source.on('error', (error) => {
      this.error = error as Failure;
    });
    source.on('end', () => {
      this.ended = true;
    });

    return this;
  }

  /** For a filter's `checkpointReached`. */
  readonly checkpointReached = (_: AllStreamSubscription, position: Position): void => {
    this.checkpoints.push(position);
    this.log.push('checkpoint');
  };

  count(what: string): number {
    return this.log.filter((entry) => entry === what).length;
  }

  async until(isTrue: () => boolean, what: string): Promise<void> {
    for (let waited = 0; !isTrue(); waited += 5) {
      if (waited > 10_000) throw new Error(`${what} did not happen: ${this.log.join(' ')}`);
      await pause(5);
    }
  }

  async untilEvents(count: number): Promise<void> {
    await this.until(() => this.events.length >= count, `event ${count}`);
  }

  async untilConfirmed(): Promise<void> {
    await this.until(() => this.count('confirmation') > 0, 'the confirmation');
  }

  async untilCaughtUp(): Promise<void> {
    await this.until(() => this.count('caughtUp') > 0, 'caughtUp');
  }

  async stop(): Promise<void> {
    await this.#subscription?.unsubscribe();
  }
}
