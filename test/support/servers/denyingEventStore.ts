import {
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import { StreamsService } from '../../../embedded/eventStoreNode/grpc/wire.js';

type Refusal = Readonly<{ code: status; details: string }>;

/** What a server says to an account without a right, and to one that it does not know. */
export const refusals = {
  noRight: { code: status.PERMISSION_DENIED, details: 'Access Denied' },
  unknown: { code: status.UNAUTHENTICATED, details: 'UNAUTHENTICATED' },
} as const satisfies Readonly<Record<string, Refusal>>;

export type DenyingEventStore = Readonly<{
  port: number;
  /** From now on every call is refused so; null shows an empty log. */
  refuse: (refusal: Refusal | null) => void;
  stop: () => void;
}>;

type Call = ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

/** A server that speaks as EventStoreDB does when it refuses an account. */
export const startDenyingEventStore = async (first: Refusal | null): Promise<DenyingEventStore> => {
  let refusal = first;
  const answer = (call: Call) =>
    refusal === null ? call.end() : call.emit('error', { ...refusal, name: 'refused' });
  const server = new Server();
  server.addService(StreamsService, { read: answer, batchAppend: answer });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });

  return {
    port,
    refuse: (next) => {
      refusal = next;
    },
    stop: () => server.forceShutdown(),
  };
};
