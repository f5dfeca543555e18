import { Http2SubchannelCall } from '@grpc/grpc-js/build/src/subchannel-call.js';
import { expect } from 'chai';
import { writeMessagesAtOnce } from '../../../platform/eventStore/client/writeAtOnce.js';

describe('A message of a gRPC call', () => {
  /** Sends one on a stream that never says that it was written. */
  const send = async (writableLength: number) => {
    const written: Buffer[] = [];
    let calls = 0;
    const call = {
      traceEnabled: false,
      callEventTracker: { addMessageSent: () => undefined },
      http2Stream: { writableLength, write: (message: Buffer) => written.push(message) },
    };
    writeMessagesAtOnce();
    Http2SubchannelCall.prototype.sendMessageWithContext.call(
      call as never,
      { callback: () => (calls += 1) },
      Buffer.from('x'),
    );
    const atOnce = calls;
    await new Promise((resolve) => setImmediate(resolve));

    return { written: written.length, atOnce, calls };
  };

  it('counts as written when Node has it', async () =>
    void expect(await send(0)).to.deep.equal({ written: 1, atOnce: 0, calls: 1 }));

  it('counts as written when Node says so where much is on its way', async () =>
    void expect(await send(2_000_000)).to.deep.equal({ written: 1, atOnce: 0, calls: 0 }));
});
