import type { AppendChannel } from '../client/appendChannel.js';

/** Returns the channels in turn, and instead of one that is full the next that is not. */
export const nextChannel = (
  channels: readonly [AppendChannel, ...AppendChannel[]],
): (() => AppendChannel) => {
  let latest = 0;

  return () => {
    latest = (latest + 1) % channels.length;
    for (let step = 0; step < channels.length; step += 1) {
      const channel = channels[(latest + step) % channels.length];
      if (channel?.inFlight.isFull() === false) return channel;
    }

    return channels[latest] ?? channels[0];
  };
};
