import { randomUUID } from 'node:crypto';
import { convertToCommandError } from '@eventstore/db-client/dist/utils/CommandError.js';
import type { BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type ClientDuplexStream, status } from '@grpc/grpc-js';
import { EventStoreUnavailable } from '../errors.js';
import type { AppendResult } from '../types.js';
import { readAnswer } from './appendAnswer.js';
import type { Appended } from './decodeAppended.js';
import { type AppendToSend, encodeAppend } from './encodeAppend.js';

/** A call of BatchAppend, for many appends. */
export type AppendCall = Readonly<{
  /**
   * Sends in the order of the calls. Rejects with an error of the client package, with one of gRPC
   * when the call breaks, and with EventStoreUnavailable when it had broken before.
   */
  send: (append: Omit<AppendToSend, 'id' | 'deadline'>) => Promise<AppendResult>;
  /** When it began or gave its last answer, on the monotonic clock in milliseconds. */
  heardAt: () => number;
  cancel: () => void;
  /** Ends when nothing is under way any more. */
  endWhenDone: () => void;
}>;

export type Call = ClientDuplexStream<Buffer, Appended | BatchAppendResp>;

type Deps = Readonly<{
  newDeadline: () => Date;
  /** Called once, when nothing can be sent any more. */
  onBroken: () => void;
}>;

export const startAppendCall = (call: Call, { newDeadline, onBroken }: Deps): AppendCall => {
  const underWay = createUnderWay();
  let [heardAt, isBroken, isOver] = [performance.now(), false, false];
  const endIfDone = (): void => {
    if (isOver && underWay.isEmpty()) call.end();
  };
  const breakWith = (error: Error): void => {
    if (!isBroken) onBroken();
    isBroken = true;
    underWay.rejectAll(error);
  };
  call.on('data', (answer: Appended | BatchAppendResp) => {
    heardAt = performance.now();
    if (underWay.complete(answer)) endIfDone();
    else call.cancel();
  });
  call.on('error', breakWith);
  call.on('status', () => {
    breakWith(endedByServer());
    // gRPC leaves the call open for writing, and the client package would keep it
    call.destroy();
  });

  return {
    send: (append) =>
      new Promise((resolve, reject) => {
        const id = randomUUID();
        const messages = encodeAppend({ ...append, id, deadline: newDeadline() });
        if (isBroken) throw new EventStoreUnavailable('The call for appends has ended');
        underWay.add(id, { resolve, reject });
        for (const message of messages) call.write(message);
      }),
    heardAt: () => heardAt,
    cancel: call.cancel.bind(call),
    endWhenDone: () => {
      isOver = true;
      endIfDone();
    },
  };
};

type Waiting = Readonly<{
  resolve: (result: AppendResult) => void;
  reject: (error: unknown) => void;
}>;

/** Appends that were sent and have no answer, by the ids of their requests. */
const createUnderWay = () => {
  const underWay = new Map<string, Waiting>();

  return {
    isEmpty: (): boolean => underWay.size === 0,
    add: (id: string, waiting: Waiting): void => void underWay.set(id, waiting),
    rejectAll: (error: Error): void => {
      const all = [...underWay.values()];
      underWay.clear();
      for (const { reject } of all) reject(convertToCommandError(error));
    },
    /** Returns whether the answer can be read. One to what is not under way is dropped. */
    complete: (answer: Appended | BatchAppendResp): boolean => {
      const read = readAnswer(answer);
      if (read === null) return false;
      const waiting = underWay.get(read.id);
      underWay.delete(read.id);
      if (read.outcome instanceof Error) waiting?.reject(read.outcome);
      else waiting?.resolve(read.outcome);

      return true;
    },
  };
};

const endedByServer = (): Error =>
  Object.assign(new Error('The event store has ended the call'), { code: status.UNAVAILABLE });
