import { createRequire } from 'node:module';
import { connect, type Socket } from 'node:net';
import { kafkaBrokers } from '../servers/kafkaBroker.js';

const load = createRequire(import.meta.url);

type Encoded = Readonly<{ buffer: Buffer }>;
type Request = Readonly<{ apiKey: number; apiVersion: number; encode: () => Promise<Encoded> }>;
type Frame = (
  request: Readonly<{ correlationId: number; clientId: string; request: Request }>,
) => Promise<Encoded>;
type Codec = Readonly<{ decode: (bytes: Buffer) => Promise<unknown> }>;

/**
 * One connection on which requests are sent one by one, with kafkajs' codecs and without its
 * retries.
 */
export type KafkaWire = Readonly<{
  /**
   * Returns the decoded response with its error codes. `api` is the name of kafkajs' folder for it.
   */
  send: <Response>(api: string, version: number, args?: object) => Promise<Response>;
  /** The last byte of the next request changes on its way. */
  damageNext: () => void;
  close: () => void;
}>;

const toFrame = load('kafkajs/src/protocol/request.js') as Frame;

export const openKafkaWire = async (brokers?: readonly string[]): Promise<KafkaWire> => {
  const { exchange, close } = await openKafkaSocket(brokers);
  let correlationId = 0;
  let damage = 0;

  return {
    send: async <Response>(api: string, version: number, args: object = {}) => {
      const folder = `kafkajs/src/protocol/requests/${api}/v${version}`;
      const request = (load(`${folder}/request.js`) as (args: object) => Request)(args);
      const loaded = load(`${folder}/response.js`) as Codec | ((args: object) => Codec);
      const response = typeof loaded === 'function' ? loaded(args) : loaded;
      correlationId += 1;
      const { buffer } = await toFrame({ correlationId, clientId: 'wire', request });
      buffer.writeUInt8(buffer.readUInt8(buffer.length - 1) ^ damage, buffer.length - 1);
      damage = 0;

      return (await response.decode(await exchange(buffer))) as Response;
    },
    damageNext: () => {
      damage = 0x55;
    },
    close,
  };
};

/** A connection. `exchange` sends a frame and returns the response after its correlation id. */
export const openKafkaSocket = async (brokers?: readonly string[]) => {
  const [host = '', port = ''] = ((brokers ?? (await kafkaBrokers()))[0] ?? '').split(':');
  const socket = connect(Number(port), host);
  const nextFrame = createFrameReader(socket);

  return {
    exchange: async (frame: Buffer): Promise<Buffer> => {
      socket.write(frame);

      return (await nextFrame()).subarray(4);
    },
    close: () => void socket.destroy(),
  };
};

/** Commits an offset of partition 0 for a group without members. */
export const commitOffset = async (groupId: string, topic: string, offset = 0): Promise<void> => {
  const wire = await openKafkaWire();
  await wire.send('offsetCommit', 5, {
    groupId,
    groupGenerationId: -1,
    memberId: '',
    topics: [{ topic, partitions: [{ partition: 0, offset: String(offset), metadata: '' }] }],
  });
  wire.close();
};

type Waiting = Readonly<{ resolve: (frame: Buffer) => void; reject: (error: Error) => void }>;

const createFrameReader = (socket: Socket) => {
  let bytes = Buffer.alloc(0);
  let waiting: Waiting | null = null;
  socket.on('close', () => waiting?.reject(new Error('The broker closed the connection')));
  socket.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece]);
    if (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE(0)) return;
    const end = 4 + bytes.readInt32BE(0);
    waiting?.resolve(bytes.subarray(4, end));
    bytes = bytes.subarray(end);
  });

  return () =>
    new Promise<Buffer>((resolve, reject) => {
      waiting = { resolve, reject };
    });
};
