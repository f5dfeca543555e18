import { Http2SubchannelCall } from '@grpc/grpc-js/build/src/subchannel-call.js';

const { prototype } = Http2SubchannelCall;
const send = Reflect.get(prototype, 'sendMessageWithContext');

/**
 * gRPC hands the next message of a call over when Node has written the last, which Node tells in
 * the next turn of its event loop: one message per turn, however many wait. It is told so at once
 * instead, and all messages of a turn travel together. How many there are is bounded by whoever
 * sends them. For the whole process, once.
 */
export const writeMessagesAtOnce = (): void => {
  prototype.sendMessageWithContext = function (context, message) {
    const { callback, ...others } = context;
    send.call(this, others, message);
    process.nextTick(() => callback?.());
  };
};
