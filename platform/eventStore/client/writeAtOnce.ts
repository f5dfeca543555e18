import type { ClientHttp2Stream } from 'node:http2';
import { Http2SubchannelCall } from '@grpc/grpc-js/build/src/subchannel-call.js';

const { prototype } = Http2SubchannelCall;
const send = Reflect.get(prototype, 'sendMessageWithContext');

/** In bytes: with more than this on its way a call waits for Node, as gRPC would have it. */
const mostOnItsWay = 1_024 * 1_024;

/**
 * gRPC hands the next message of a call over when Node has written the last, which Node tells in
 * the next turn of its event loop: one message per turn, however many wait. It is told so at once
 * instead, and all messages of a turn travel together. For the whole process, once.
 */
export const writeMessagesAtOnce = (): void => {
  prototype.sendMessageWithContext = function (context, message) {
    const { writableLength } = Reflect.get(this, 'http2Stream') as ClientHttp2Stream;
    if (writableLength > mostOnItsWay) {
      send.call(this, context, message);

      return;
    }
    const { callback, ...others } = context;
    send.call(this, others, message);
    process.nextTick(() => callback?.());
  };
};
