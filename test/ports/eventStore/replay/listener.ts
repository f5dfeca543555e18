import type { ServiceError } from '@grpc/grpc-js';
import { pause } from '../../../../platform/concurrency/index.js';
import type { ReadReq } from '../../../../embedded/eventStoreNode/grpc/wire.js';
import type { EventStoreWire } from '../../../support/clients/eventStoreWire.js';
import type { Names } from './names.js';
import { Item } from './position.js';
import type { ItemReader } from './readAnswers.js';
import { errorAnswer } from './writeAnswers.js';

type Delivered = Item | readonly ['error', object];

/** A subscription and what it has delivered. */
export type Listener = Readonly<{
  /** All that came until caughtUp, an end, or so many milliseconds without either. */
  untilCaughtUp: (quietMs: number) => Promise<readonly Delivered[]>;
  /** What came since, once nothing has come for so long. */
  untilQuiet: (quietMs: number) => Promise<readonly Delivered[]>;
  close: () => Promise<void>;
}>;

type Deps = Readonly<{ wire: EventStoreWire; names: Names; reader: ItemReader }>;

const lookEveryMs = 5;

export const listen = ({ wire, names, reader }: Deps, request: ReadReq): Listener => {
  let delivered: Delivered[] = [];
  let cameAt = performance.now();
  let isOver = false;
  let isCaughtUp = false;
  const note = (item: Delivered): void => {
    delivered.push(item);
    cameAt = performance.now();
  };
  const responses = wire.responses(request);
  const finished = (async () => {
    try {
      for await (const response of responses) {
        isCaughtUp ||= response.hasCaughtUp();
        const item = reader.toItem(response);
        if (item !== null) note(item);
      }
      note(new Item('end'));
    } catch (error) {
      note(['error', errorAnswer(error as ServiceError, names)]);
    }
    isOver = true;
  })();
  const take = async (isEnough: () => boolean, quietMs: number) => {
    const since = performance.now();
    while (!isEnough() && performance.now() - Math.max(cameAt, since) < quietMs) {
      await pause(lookEveryMs);
    }
    const taken = delivered;
    delivered = [];

    return taken;
  };

  return {
    untilCaughtUp: (quietMs) => take(() => isCaughtUp || isOver, quietMs),
    untilQuiet: (quietMs) => take(() => isOver && delivered.length > 0, quietMs),
    close: async () => {
      void responses.return(undefined);
      await Promise.race([finished, pause(100)]);
    },
  };
};
