import {
  Client,
  type ClientReadableStream,
  credentials,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServiceError,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import { promisify } from 'node:util';
import {
  type BatchAppendReq,
  type BatchAppendResp,
  type EmptyMessage,
  type ReadReq,
  type ReadResp,
  ServerFeaturesService,
  type SupportedMethods,
  StreamsService,
} from '../../../embedded/eventStoreNode/grpc/wire.js';
import type { EventStore } from '../../../platform/eventStore/index.js';

/** Stands before a node, and differs from it where EventStoreDB 23.10.8 does. */
export type EventStore2310 = Readonly<{
  url: string;
  /** Removes all records of a stream but the last, as a scavenge does with `$maxCount` 1. */
  scavenge: (stream: string) => Promise<void>;
  /** Ends the live subscriptions as those of readers that are too slow; returns how many. */
  dropSubscriptions: () => number;
  /** Ends the next subscription like that, after so many events. */
  dropNextAfter: (events: number) => void;
  /** Lets the live subscriptions deliver nothing more, without a word. */
  muteSubscriptions: () => void;
  /** Subscriptions that were ever opened. */
  subscriptions: () => number;
  stop: () => Promise<void>;
}>;

type Upstream = ClientReadableStream<ReadResp>;

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

type Deps = Readonly<{ node: Client; eventStore: EventStore; removed: Set<bigint> }>;

/** `eventStore` is a client of the node at `port`. */
export const startEventStore2310 = async (
  port: number,
  eventStore: EventStore,
): Promise<EventStore2310> => {
  const node = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const removed = new Set<bigint>();
  const live = new Map<ReadCall, Upstream>();
  let subscriptions = 0;
  let dropAfter = Infinity;
  const server = new Server();
  server.addService(StreamsService, {
    read: (call: ReadCall) =>
      void forwardRead({ node, eventStore, removed }, call).then((upstream) => {
        if (call.request.getOptions()?.hasSubscription() !== true) return;
        subscriptions += 1;
        live.set(call, upstream);
        let left = dropAfter;
        dropAfter = Infinity;
        upstream.on('data', (response: ReadResp) => {
          if (response.hasEvent() && (left -= 1) === 0) drop(call, upstream);
        });
        call.once('cancelled', () => live.delete(call));
      }),
    batchAppend: forwardBatches(node),
  });
  server.addService(ServerFeaturesService, { getSupportedMethods: forwardFeatures(node) });
  const bind = promisify(server.bindAsync.bind(server));
  const ownPort = await bind('127.0.0.1:0', ServerCredentials.createInsecure());

  return {
    url: `esdb://127.0.0.1:${ownPort}?tls=false`,
    scavenge: async (stream) => {
      const { events } = await eventStore.read(stream);
      for (const { position } of events.slice(0, -1)) removed.add(position);
    },
    dropSubscriptions: () => {
      const dropped = [...live];
      live.clear();
      for (const [call, upstream] of dropped) drop(call, upstream);

      return dropped.length;
    },
    dropNextAfter: (events) => {
      dropAfter = events;
    },
    muteSubscriptions: () => {
      for (const upstream of live.values()) upstream.removeAllListeners('data');
    },
    subscriptions: () => subscriptions,
    stop: () => {
      server.forceShutdown();
      node.close();

      return Promise.resolve();
    },
  };
};

const tooSlow = {
  code: status.ABORTED,
  details:
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
};

const drop = (call: ReadCall, upstream: Upstream): void => {
  upstream.removeAllListeners('data');
  upstream.cancel();
  call.emit('error', tooSlow);
};

const forwardRead = async (deps: Deps, call: ReadCall): Promise<Upstream> => {
  const { path, requestSerialize, responseDeserialize } = StreamsService.read;
  await skipAsAfterScavenge(deps, call.request);
  const upstream = deps.node.makeServerStreamRequest(
    path,
    requestSerialize,
    responseDeserialize,
    call.request,
  );
  call.once('cancelled', () => upstream.cancel());
  let isLive = false;
  upstream.on('data', (response: ReadResp) => {
    isLive ||= response.hasCaughtUp();
    const isHidden =
      (response.hasCheckpoint() && !isLive) || deps.removed.has(positionOf(response));
    if (!isHidden) call.write(response);
  });
  upstream.on('end', () => call.end());
  upstream.on('error', (error: ServiceError) => {
    if (error.code !== status.CANCELLED) call.emit('error', error);
  });

  return upstream;
};

/** Begins behind the first record that is left at or after the position, whichever that is. */
const skipAsAfterScavenge = async ({ eventStore, removed }: Deps, request: ReadReq) => {
  const place = request.getOptions()?.getAll()?.getPosition();
  const position = BigInt(place?.getCommitPosition() ?? 0);
  if (place === undefined || !removed.has(position)) return;
  const records = await eventStore.readTail(Number.MAX_SAFE_INTEGER);
  const left = records.filter((one) => one.position > position && !removed.has(one.position));
  const skipped = String(left.at(-1)?.position ?? position);
  place.setCommitPosition(skipped);
  place.setPreparePosition(skipped);
};

const positionOf = (response: ReadResp): bigint =>
  BigInt(response.getEvent()?.getCommitPosition() ?? -1);

const forwardBatches = (node: Client) => {
  const { path, requestSerialize, responseDeserialize } = StreamsService.batchAppend;

  return (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => {
    const upstream = node.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    call.on('data', (chunk: BatchAppendReq) => upstream.write(chunk));
    call.on('end', () => upstream.end());
    call.once('cancelled', () => upstream.cancel());
    upstream.on('data', (answer: BatchAppendResp) => call.write(answer));
    upstream.on('end', () => call.end());
    upstream.on('error', (error) => call.emit('error', error));
  };
};

const forwardFeatures = (node: Client) => {
  const { path, requestSerialize, responseDeserialize } = ServerFeaturesService.getSupportedMethods;

  return (
    { request }: ServerUnaryCall<EmptyMessage, SupportedMethods>,
    respond: sendUnaryData<SupportedMethods>,
  ) => {
    node.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, respond);
  };
};
