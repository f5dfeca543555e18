import { EventStoreDBClient } from '@eventstore/db-client';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions, Metadata } from '@grpc/grpc-js';
import { type AppendCall, type Call, startAppendCall } from './appendCall.js';
import { decodeAppended } from './decodeAppended.js';

/** The call over which all appends of a client go. */
export type AppendCalls = Readonly<{
  /** Returns the call that is open, or opens one. */
  open: () => Promise<AppendCall>;
  /** The next append opens another call, if this one is on the channel; it ends when it is done. */
  retireOn: (channel: object) => void;
  /**
   * The same if the call has given no answer for a second; it ends at once, and what is under way
   * on it has no outcome.
   */
  giveUpIfSilent: () => void;
}>;

/** In milliseconds. */
const silentFromMs = 1_000;

const isSilent = ({ heardAt }: AppendCall): boolean => performance.now() - heardAt() > silentFromMs;

type Opened = Readonly<{ call: AppendCall; channel: object }>;

/**
 * The client package finds the node, and connects anew after an error. It has appends of its own,
 * which are not used: they keep no order beyond 16, fail together on all connections, and take ten
 * times as long to encode.
 */
export const createAppendCalls = (client: EventStoreDBClient): AppendCalls => {
  const openCall = callOpener(client);
  const newDeadline = (): Date => createDeadline.call(client);
  // all who come while it opens share it, and go on in the order in which they came
  let latest: Promise<AppendCall> | null = null;
  let opened: Opened | null = null;

  const forget = (opening: Promise<AppendCall>): void => {
    if (latest !== opening) return;
    latest = null;
    opened = null;
  };
  const openOne = (): Promise<AppendCall> => {
    const opening = openCall().then(({ call: begun, channel }) => {
      const call = startAppendCall(begun, { newDeadline, onBroken: () => forget(opening) });
      opened = { call, channel };

      return call;
    });
    opening.catch(() => forget(opening));

    return opening;
  };
  /** Returns the call that is open, if it is to be used no more. */
  const takeIf = (isUseless: (opened: Opened) => boolean): AppendCall | null => {
    if (opened === null || !isUseless(opened)) return null;
    const { call } = opened;
    latest = null;
    opened = null;

    return call;
  };

  return {
    open: () => (latest ??= openOne()),
    retireOn: (lost) => takeIf(({ channel }) => channel === lost)?.endWhenDone(),
    giveUpIfSilent: () => takeIf(({ call }) => isSilent(call))?.cancel(),
  };
};

const createDeadline = Reflect.get(EventStoreDBClient.prototype, 'createDeadline') as () => Date;

const { path } = streamsService.StreamsService.batchAppend;

type Service = Readonly<{
  getChannel: () => object;
  /** Takes path, encoder, decoder, metadata and options. */
  makeBidiStreamRequest: (...args: readonly unknown[]) => Call;
}>;

/** Takes the kind of service, a name for its log, and how a call is begun. */
type CallCreator = (
  service: typeof streamsService.StreamsClient,
  name: string,
  begin: (service: Service) => Call,
) => () => Promise<Call>;

type ArgumentsOf = (options: object, callOptions: CallOptions) => [Metadata, CallOptions];

const callOpener = (client: EventStoreDBClient) => {
  const create = Reflect.get(client, 'GRPCStreamCreator') as CallCreator;
  const argumentsOf = Reflect.get(client, 'callArguments') as ArgumentsOf;

  return async (): Promise<Readonly<{ call: Call; channel: object }>> => {
    let channel: object = {};
    const begin = create(streamsService.StreamsClient, 'append', (service) => {
      channel = service.getChannel();

      return service.makeBidiStreamRequest(
        path,
        (message: Buffer) => message,
        decodeAppended,
        ...argumentsOf({}, { deadline: Infinity }),
      );
    });
    const call = await begin();

    return { call, channel };
  };
};
