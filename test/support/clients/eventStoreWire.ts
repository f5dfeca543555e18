import { EventEmitter, once } from 'node:events';
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import {
  type AppendReq,
  type AppendResp,
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadReq,
  type ReadResp,
  StreamsService,
} from '../../../embedded/eventStoreNode/grpc/wire.js';
import { eventStoreUrl } from '../servers/sharedEventStore.js';

/** A connection to the event store on which a test says itself what no client library would say. */
export class EventStoreWire {
  readonly #client: Client;

  private constructor(host: string) {
    this.#client = new Client(host, credentials.createInsecure());
  }

  static async connect(url?: string): Promise<EventStoreWire> {
    const address = (url ?? (await eventStoreUrl())).replace(/^esdb(\+discover)?:/, 'http:');

    return new EventStoreWire(new URL(address).host);
  }

  close(): void {
    this.#client.close();
  }

  /** One request, one response. Rejects with the call's status. */
  ask<Request, Response>(
    { path, requestSerialize, responseDeserialize }: MethodDefinition<Request, Response>,
    request: Request,
    metadata: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        toMetadata(metadata),
        completeWith(resolve, reject),
      );
    });
  }

  /** All responses until the call ends, or until there are so many. Rejects with its status. */
  async read(request: ReadReq, atMost = Infinity): Promise<ReadResp[]> {
    const responses: ReadResp[] = [];
    for await (const response of this.responses(request)) {
      responses.push(response);
      if (responses.length === atMost) break;
    }

    return responses;
  }

  /** The responses as fast as the caller takes them; who stops taking them cancels the call. */
  async *responses(request: ReadReq): AsyncGenerator<ReadResp> {
    const { path, requestSerialize, responseDeserialize } = StreamsService.read;
    const call = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
    );
    try {
      yield* call as AsyncIterable<ReadResp>;
    } finally {
      call.cancel();
    }
  }

  /** A classic append. Without the half-close only a refusal can answer it. */
  append(messages: readonly AppendReq[], { halfClose = true } = {}): Promise<AppendResp> {
    const { path, requestSerialize, responseDeserialize } = StreamsService.append;

    return new Promise((resolve, reject) => {
      const call = this.#client.makeClientStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        completeWith(resolve, reject),
      );
      for (const message of messages) call.write(message);
      if (halfClose) call.end();
    });
  }

  batchAppend(metadata: Readonly<Record<string, string>> = {}): BatchConversation {
    const { path, requestSerialize, responseDeserialize } = StreamsService.batchAppend;

    return new BatchConversation(
      this.#client.makeBidiStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        toMetadata(metadata),
      ),
    );
  }
}

/** One BatchAppend call, chunk by chunk. */
export class BatchConversation {
  readonly answers: BatchAppendResp[] = [];
  hasEnded = false;
  readonly #call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  readonly #signal = new EventEmitter();
  #error: ServiceError | null = null;

  constructor(call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>) {
    this.#call = call;
    call.on('data', (answer: BatchAppendResp) => {
      this.answers.push(answer);
      this.#signal.emit('message');
    });
    call.on('error', (error: ServiceError) => {
      this.#error = error;
      this.#signal.emit('message');
    });
    call.on('end', () => {
      this.hasEnded = true;
      this.#signal.emit('message');
    });
  }

  send(chunk: BatchAppendReq): void {
    this.#call.write(chunk);
  }

  halfClose(): void {
    this.#call.end();
  }

  cancel(): void {
    this.#call.cancel();
  }

  /** The responses, once there are so many. Rejects when the call ends with an error. */
  async untilAnswers(count: number): Promise<readonly BatchAppendResp[]> {
    while (this.answers.length < count) await this.#untilNextMessage();

    return this.answers;
  }

  async untilEnd(): Promise<void> {
    while (!this.hasEnded) await this.#untilNextMessage();
  }

  async #untilNextMessage(): Promise<void> {
    await once(this.#signal, 'message');
    if (this.#error !== null) throw this.#error;
  }
}

const toMetadata = (values: Readonly<Record<string, string>>): Metadata => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(values)) metadata.set(key, value);

  return metadata;
};

const completeWith =
  <Response>(resolve: (response: Response) => void, reject: (error: Error) => void) =>
  (error: ServiceError | null, response?: Response): void => {
    if (error !== null) reject(error);
    else if (response !== undefined) resolve(response);
  };

/** The status that a call ended with. */
export const statusOf = async (call: Promise<unknown>): Promise<ServiceError> => {
  try {
    await call;
  } catch (error) {
    return error as ServiceError;
  }
  throw new Error('this should have been refused');
};
