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
  beforeEach(async () => {
    node = await startEventStoreNode({ dir: await newFolder(), port: 0 });
    session = connect(`http://127.0.0.1:${node.port}`);
    call = session.request({
      ':method': 'POST',
      ':path': '/event_store.client.streams.Streams/BatchAppend',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.pause();
  });
  afterEach(async () => {
    session.destroy();
    await node.stop();
  });

  it('reads no more of it than has room, and goes on when the client does', async () => {
    let sent = 0;
    const sending = (async () => {
      for (; sent < appends; sent += 1) if (!call.write(oneAppend())) await once(call, 'drain');
      call.end();
    })();
    await untilStill(() => sent);
    // 80 MB of responses, where a few have room
    expect(sent).to.be.below(appends / 2);

    let received = 0;
    call.on('data', (bytes: Buffer) => (received += bytes.length)).resume();
    await Promise.all([sending, once(call, 'end')]);
    expect(sent).to.equal(appends);
    expect(received).to.be.above(appends * stream.length);
  });
});

/** As gRPC frames it: not compressed, its length, the message. */
const oneAppend = (): Buffer => {
  const message = Buffer.from(batchChunk(randomUUID(), { stream }).serializeBinary());
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);

  return Buffer.concat([head, message]);
};

const untilStill = async (value: () => number): Promise<void> => {
  for (let before = -1; value() !== before;) {
    before = value();
    await pause(1_000);
  }
};
