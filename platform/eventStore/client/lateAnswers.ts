import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';

const { prototype } = streamsService.StreamsClient;
type BatchAppend = typeof prototype.batchAppend;
type Call = ReturnType<BatchAppend>;

/**
 * When one of the clients' append streams breaks, the package forgets the pending appends of all of them, and an answer that
 * then comes on another stream would end the process with a TypeError. Here it is dropped: whoever waited for it was told
 * that the outcome is unknown, and repeats. For the whole process, once.
 */
export const surviveLateAnswers = (): void => {
  const open = Reflect.get(prototype, 'batchAppend') as (...args: unknown[]) => Call;
  prototype.batchAppend = function (this: unknown, ...args: unknown[]) {
    return forgiving(open.apply(this, args));
  };
};

const forgiving = (call: Call): Call => {
  const on = call.on.bind(call) as (event: string, listener: Listener) => Call;
  call.on = ((event: string, listener: Listener) =>
    on(event, event === 'data' ? dropping(listener) : listener)) as Call['on'];

  return call;
};

type Listener = (...args: unknown[]) => void;

const dropping =
  (listener: Listener): Listener =>
  (...args) => {
    try {
      listener(...args);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  };
