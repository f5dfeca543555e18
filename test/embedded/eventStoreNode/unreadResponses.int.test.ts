import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type EventStoreNode,
  startEventStoreNode,
} from '../../../embedded/eventStoreNode/index.js';
import { batchChunk } from '../../support/clients/eventStoreMessages.js';
import { useFolders } from './nodeFixture.js';

/** A response names the stream of its append: so long a name makes a long response. */
const stream = 's'.repeat(20_000);
const appends = 4_000;

describe('event store node with a client that appends and reads no response', () => {
  const newFolder = useFolders();
  let node: EventStoreNode;
  let session: ClientHttp2Session;
  let call: ClientHttp2Stream;
  let sent: number;
  beforeEach(async () => {
    node = await startEventStoreNode({ dir: await newFolder(), port: 0 });
    session = connect(`http://127.0.0.1:${node.port}`);
    call = session.request({
      ':method': 'POST',
      ':path': '/event_store.client.streams.Streams/BatchAppend',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    // the end of a test cuts off what is being sent
    call.on('error', () => undefined).pause();
  });
  afterEach(async () => {
    session.destroy();
    await node.stop();
  });

  const send = async (count: number, one: () => Buffer): Promise<void> => {
    for (sent = 0; sent < count; sent += 1) if (!call.write(one())) await once(call, 'drain');
  };

  it('reads no more of it than has room, and goes on when the client does', async () => {
    const sending = send(appends, oneAppend).then(() => call.end());
    await untilStill(() => sent);
    // 80 MB of responses, where a few have room
    expect(sent).to.be.below(appends / 2);

    let received = 0;
    call.on('data', (bytes: Buffer) => (received += bytes.length)).resume();
    await Promise.all([sending, once(call, 'end')]);
    expect(sent).to.equal(appends);
    expect(received).to.be.above(appends * stream.length);
  });

  it('counts bytes, not responses', async () => {
    const longName = framed(batchChunk(randomUUID(), { stream: 's'.repeat(1_000_000) }));
    send(1_000, () => longName).catch(() => undefined);
    await untilStill(() => sent);
    expect(sent).to.be.below(100);
  });
});

/** As gRPC frames it: not compressed, its length, the message. */
const framed = (chunk: ReturnType<typeof batchChunk>): Buffer => {
  const message = Buffer.from(chunk.serializeBinary());
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);

  return Buffer.concat([head, message]);
};

const oneAppend = (): Buffer => framed(batchChunk(randomUUID(), { stream }));

const untilStill = async (value: () => number): Promise<void> => {
  for (let before = -1; value() !== before;) {
    before = value();
    await pause(1_000);
  }
};
